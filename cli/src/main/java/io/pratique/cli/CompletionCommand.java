package io.pratique.cli;

import io.pratique.policy.Presets;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code pratique completion}: scripts that complete commands, options and values in a shell. They
 * are made of the same {@link Usage} as the parsing and the help, and start no Java.
 */
final class CompletionCommand implements Command {
    private final Commands commands;
    private final PrintStream out;

    CompletionCommand(Commands commands, PrintStream out) {
        this.commands = commands;
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "completion",
                "Prints a script that completes commands, options and values in a shell.",
                List.of(
                        Operand.one(
                                "SHELL",
                                Values.choice("bash", "zsh", "fish"),
                                "bash, zsh or fish")),
                List.of(),
                List.of("0 printed", "3 wrong usage"),
                List.of(
                        "source <(pratique completion bash)",
                        "pratique completion zsh > ~/.zsh/completions/_pratique",
                        "pratique completion fish > ~/.config/fish/completions/pratique.fish"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        List<Usage> usages = commands.usages();
        String script =
                switch (arguments.operands().getFirst()) {
                    case "zsh" -> zsh(usages);
                    case "fish" -> fish(usages);
                    default -> bash(usages);
                };
        out.print(script);
        return ExitCode.CLEAN;
    }

    /**
     * One function for each command says what may follow. Bash breaks words at colons and equals
     * signs, so the names of presets need care: what stands before the last colon is taken off.
     */
    private static String bash(List<Usage> usages) {
        StringBuilder script = new StringBuilder();
        script.append(
                """
                # Completion of pratique for bash. Made by: pratique completion bash
                _pratique_words() {
                  local cur=$1; shift
                  COMPREPLY=($(compgen -W "$*" -- "$cur"))
                  local prefix=${cur%"${cur##*:}"}
                  if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
                    local i
                    for i in "${!COMPREPLY[@]}"; do
                      COMPREPLY[i]=${COMPREPLY[i]#"$prefix"}
                    done
                  fi
                }

                _pratique_files() {
                  local cur=$1 file
                  while IFS= read -r file; do
                    COMPREPLY+=("$file")
                  done < <(compgen -f -- "$cur")
                  compopt -o filenames 2>/dev/null
                }

                _pratique() {
                  local cur prev command i word words=() cword=-1
                  COMPREPLY=()
                  # Words as they were typed: pieces around ':' and '=' belong together.
                  for ((i = 0; i <= COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if ((i > 0)) && [[ $word == [:=]* || ${COMP_WORDS[i-1]} == [:=] ]] && ((cword > 0)); then
                      words[cword]+=$word
                    else
                      cword=$((cword + 1))
                      words[cword]=$word
                    fi
                  done
                  cur=${words[cword]}
                  prev=
                  if ((cword > 0)); then prev=${words[cword-1]}; fi
                  if [[ $cur == --*=* ]]; then
                    prev=${cur%%=*}
                    cur=${cur#*=}
                  fi
                  command=
                  for ((i = 1; i < cword; i++)); do
                    word=${words[i]}
                    case $word in -*) break ;; esac
                    case "$command $word" in
                """);
        for (Usage usage : usages) {
            String[] words = usage.command().split(" ", -1);
            String before = words.length > 1 ? words[0] : "";
            script.append("      \"")
                    .append(before)
                    .append(' ')
                    .append(words[words.length - 1])
                    .append("\") command='")
                    .append(usage.command())
                    .append("' ;;\n");
        }
        script.append(
                """
                      " policy") command=policy ;;
                      " rules") command=rules ;;
                      " host") command=host ;;
                      " templates") command=templates ;;
                      " help") command= ;;
                      *) break ;;
                    esac
                  done
                  case $command in
                """);
        script.append("    '') _pratique_words \"$cur\" ")
                .append(String.join(" ", Commands.FIRST))
                .append(" --help --version ;;\n");
        Commands.GROUPS.forEach((group, words) ->
                script.append("    ")
                        .append(group)
                        .append(") _pratique_words \"$cur\" ")
                        .append(String.join(" ", words))
                        .append(" --help ;;\n"));
        for (Usage usage : usages) {
            script.append("    '").append(usage.command()).append("')\n      case $prev in\n");
            List<String> flags = new ArrayList<>();
            for (Option option : usage.allOptions()) {
                flags.add(option.name());
                if (!option.isFlag()) {
                    script.append("        ")
                            .append(option.name())
                            .append(option.letter().map(letter -> "|" + letter).orElse(""))
                            .append(") ")
                            .append(bash(option.values()))
                            .append(" ;;\n");
                }
            }
            script.append(
                            "        *)\n          case $cur in\n            -*) _pratique_words \"$cur\" ")
                    .append(String.join(" ", flags))
                    .append(" ;;\n            *) ");
            Values operands = operands(usage);
            script.append(bash(operands))
                    .append(" ;;\n          esac\n          ;;\n      esac\n      ;;\n");
        }
        script.append(
                """
                  esac
                }
                complete -F _pratique pratique ./pratique
                """);
        return script.toString();
    }

    /** What the operands of a command may be; the first says it for all but {@code diff}. */
    private static Values operands(Usage usage) {
        return usage.operands().isEmpty() ? Values.any() : usage.operands().getFirst().values();
    }

    private static String bash(Values values) {
        return switch (values) {
            case Values.Any() -> ":";
            case Values.Choice(List<String> words) -> "_pratique_words \"$cur\" " + quoted(words);
            case Values.Suggestions(List<String> words) ->
                    "_pratique_words \"$cur\" " + quoted(words);
            case Values.Files() -> "_pratique_files \"$cur\"";
            case Values.Policies() ->
                    "_pratique_words \"$cur\" "
                            + quoted(Presets.names())
                            + "; _pratique_files \"$cur\"";
        };
    }

    private static String quoted(List<String> words) {
        return "'" + String.join(" ", words).replace("'", "'\\''") + "'";
    }

    private static String zsh(List<Usage> usages) {
        StringBuilder script = new StringBuilder();
        script.append(
                """
                #compdef pratique
                # Completion of pratique for zsh. Made by: pratique completion zsh
                _pratique() {
                  local command=${words[2]}
                  if [[ $command == help ]]; then
                    words=(${words[1]} ${words[3,-1]})
                    ((CURRENT--))
                    command=${words[2]}
                  fi
                  if ((CURRENT == 2)); then
                    local -a commands=(
                """);
        for (String word : Commands.FIRST) {
            script.append("      ").append(zshText(word)).append('\n');
        }
        script.append(
                """
                    )
                    _describe command commands
                    return
                  fi
                  local depth=2
                """);
        Commands.GROUPS.forEach((group, words) -> {
            script.append("  if [[ $command == ")
                    .append(group)
                    .append(
                            """
                             ]]; then
                                if ((CURRENT == 3)); then
                                  local -a commands=(
                            """);
            for (String word : words) {
                script.append("        ").append(zshText(word)).append('\n');
            }
            script.append(
                            """
                                  )
                                  _describe command commands
                                  return
                                fi
                                command="\
                            """)
                    .append(group)
                    .append(
                            """
                             ${words[3]}"
                                depth=3
                              fi
                            """);
        });
        script.append(
                """
                  local -a presets=(
                """);
        for (String preset : Presets.names()) {
            script.append("    ").append(zshText(preset.replace(":", "\\:"))).append('\n');
        }
        script.append(
                """
                  )
                  words=(${words[1]} ${words[depth+1,-1]})
                  ((CURRENT -= depth - 1))
                  case $command in
                """);
        for (Usage usage : usages) {
            script.append("    ").append(zshText(usage.command())).append(")\n      _arguments");
            for (Option option : usage.allOptions()) {
                String star = option.repeatable() ? "*" : "";
                String text =
                        star
                                + option.name()
                                + (option.isFlag() ? "" : "=")
                                + "["
                                + zshDescription(option.description())
                                + "]"
                                + (option.isFlag() ? "" : ":value:" + zsh(option.values()));
                script.append(" \\\n        ").append(zshText(text));
            }
            if (!usage.operands().isEmpty()) {
                script.append(" \\\n        ").append(zshText("*:operand:" + zsh(operands(usage))));
            }
            script.append("\n      ;;\n");
        }
        script.append(
                """
                  esac
                }
                _pratique_policies() {
                  _describe preset presets
                  _files
                }
                if [[ ${funcstack[1]} == _pratique ]]; then
                  _pratique "$@"
                else
                  compdef _pratique pratique
                fi
                """);
        return script.toString();
    }

    private static String zsh(Values values) {
        return switch (values) {
            case Values.Any() -> " ";
            case Values.Choice(List<String> words) -> "(" + String.join(" ", words) + ")";
            case Values.Suggestions(List<String> words) -> "(" + String.join(" ", words) + ")";
            case Values.Files() -> "_files";
            case Values.Policies() -> "_pratique_policies";
        };
    }

    private static String zshText(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String zshDescription(String text) {
        return text.replace("[", "(").replace("]", ")").replace(":", "\\:");
    }

    private static String fish(List<Usage> usages) {
        StringBuilder script = new StringBuilder();
        script.append(
                """
                # Completion of pratique for fish. Made by: pratique completion fish
                function __pratique_is
                  set -l words (commandline -opc)
                  set -e words[1]
                  if test "$words[1]" = help
                    set -e words[1]
                  end
                  test (count $words) -ge (count $argv); or return 1
                  for i in (seq (count $argv))
                    test "$words[$i]" = "$argv[$i]"; or return 1
                  end
                end
                function __pratique_first
                  set -l words (commandline -opc)
                  test (count $words) -eq 1; or test "$words[2]" = help -a (count $words) -eq 2
                end
                function __pratique_second
                  __pratique_is $argv[1]; and test (count (string match -v help -- (commandline -opc))) -eq 2
                end
                complete -c pratique -f
                """);
        for (String word : Commands.FIRST) {
            script.append("complete -c pratique -n __pratique_first -a ").append(word).append('\n');
        }
        Commands.GROUPS.forEach((group, words) -> {
            for (String word : words) {
                script.append("complete -c pratique -n '__pratique_second ")
                        .append(group)
                        .append("' -a ")
                        .append(word)
                        .append('\n');
            }
        });
        for (Usage usage : usages) {
            String condition = "complete -c pratique -n '__pratique_is " + usage.command() + "'";
            for (Option option : usage.allOptions()) {
                script.append(condition)
                        .append(" -l ")
                        .append(option.name().substring(2))
                        .append(
                                option.letter()
                                        .map(letter -> " -s " + letter.substring(1))
                                        .orElse(""))
                        .append(option.isFlag() ? "" : " -r" + fish(option.values()))
                        .append(" -d ")
                        .append(fishText(option.description()))
                        .append('\n');
            }
            Values operands = operands(usage);
            if (!(operands instanceof Values.Any)) {
                script.append(condition).append(fish(operands)).append('\n');
            }
        }
        return script.toString();
    }

    private static String fish(Values values) {
        return switch (values) {
            case Values.Any() -> "";
            case Values.Choice(List<String> words) -> " -a " + fishText(String.join(" ", words));
            case Values.Suggestions(List<String> words) ->
                    " -a " + fishText(String.join(" ", words));
            case Values.Files() -> " -F";
            case Values.Policies() -> " -F -a " + fishText(String.join(" ", Presets.names()));
        };
    }

    private static String fishText(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
