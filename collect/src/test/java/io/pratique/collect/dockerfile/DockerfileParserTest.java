package io.pratique.collect.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.collect.dockerfile.Dockerfile.Problem;
import io.pratique.collect.dockerfile.Instruction.Form;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DockerfileParserTest {
    private static Dockerfile sound(String text) {
        Dockerfile file = DockerfileParser.parse(text);
        assertThat(file.problems()).isEmpty();
        return file;
    }

    private static List<Instruction> instructions(String text) {
        return sound(text).stages().getLast().instructions();
    }

    private static List<String> arguments(String line) {
        return instructions("FROM a\n" + line + "\n").getLast().arguments();
    }

    private static List<Problem> problems(String text) {
        return DockerfileParser.parse(text).problems();
    }

    @Test
    void readsStagesWithTheirNamesAndPlatforms() {
        Dockerfile file =
                sound(
                        """
                        # syntax=docker/dockerfile:1
                        ARG VERSION=21
                        ARG REGISTRY
                        FROM --platform=linux/amd64 maven:${VERSION:-17}-eclipse AS Build
                        RUN mvn package

                        FROM ${REGISTRY}/base
                        COPY --from=build --chown=1000:1000 /app /app
                        """);

        assertThat(file.stages()).hasSize(2);
        Stage build = file.stages().getFirst();
        assertThat(build.name()).isEqualTo("build");
        assertThat(build.from()).isEqualTo("maven:21-eclipse");
        assertThat(build.platform()).isEqualTo("linux/amd64");
        assertThat(build.line()).isEqualTo(4);
        Stage last = file.stages().getLast();
        assertThat(last.fromKnown()).isFalse();
        assertThat(last.from()).isEqualTo("${REGISTRY}/base");
        assertThat(last.instructions().getFirst().flags())
                .containsEntry("from", List.of("build"))
                .containsEntry("chown", List.of("1000:1000"));
        assertThat(last.instructions().getFirst().arguments()).containsExactly("/app", "/app");
    }

    @Test
    void joinsContinuationLinesAndLeavesCommentsBetweenThemOut() {
        Instruction run =
                instructions(
                                """
                                FROM a
                                RUN apt-get update \\
                                    # a comment
                                  && apt-get install -y \\

                                    curl # no comment
                                USER 1000
                                """)
                        .getFirst();
        assertThat(run.arguments())
                .containsExactly("apt-get update   && apt-get install -y     curl # no comment");
        assertThat(run.line()).isEqualTo(2);
        assertThat(run.endLine()).isEqualTo(6);
    }

    @Test
    void takesTheEscapeOfTheDirective() {
        List<Instruction> all =
                instructions(
                        "# escape=`\nFROM a\nRUN dir c:\\\nRUN one `\n two\nCOPY a c:\\\nUSER x\n");
        assertThat(all)
                .extracting(Instruction::keyword)
                .containsExactly(Keyword.RUN, Keyword.RUN, Keyword.COPY, Keyword.USER);
        assertThat(all.get(1).arguments()).containsExactly("one  two");
    }

    @Test
    void takesADirectiveBehindAnythingElseAsAComment() {
        assertThat(instructions("# hello\n# escape=`\nFROM a\nRUN b \\\n c\n")).hasSize(1);
    }

    @Test
    void readsHereDocuments() {
        List<Instruction> all =
                instructions(
                        """
                        FROM a
                        RUN <<EOF cat > /x
                        USER root
                        EOF
                        COPY <<-"ONE" <<TWO /dir/
                        \t$A
                        \tONE
                        b
                        TWO
                        USER 1000
                        """);
        assertThat(all)
                .extracting(Instruction::keyword)
                .containsExactly(Keyword.RUN, Keyword.COPY, Keyword.USER);
        assertThat(all.get(0).heredocs()).containsExactly(new Heredoc("EOF", "USER root\n", true));
        assertThat(all.get(1).heredocs())
                .containsExactly(
                        new Heredoc("ONE", "$A\n", false), new Heredoc("TWO", "b\n", true));
        assertThat(all.get(2).line()).isEqualTo(10);
    }

    @Test
    void tellsListFormFromShellForm() {
        List<Instruction> all =
                instructions(
                        """
                        FROM a
                        CMD ["a", "b \\"c\\""]
                        CMD [ -f x ] && y
                        ADD ["a b", "/c"]
                        HEALTHCHECK --interval=5s CMD curl -f http://localhost/ || exit 1
                        HEALTHCHECK NONE
                        SHELL ["/bin/bash", "-c"]
                        """);
        assertThat(all.get(0).form()).isEqualTo(Form.EXEC);
        assertThat(all.get(0).arguments()).containsExactly("a", "b \"c\"");
        assertThat(all.get(1).form()).isEqualTo(Form.SHELL);
        assertThat(all.get(1).arguments()).containsExactly("[ -f x ] && y");
        assertThat(all.get(2).arguments()).containsExactly("a b", "/c");
        assertThat(all.get(3).arguments())
                .containsExactly("CMD", "curl -f http://localhost/ || exit 1");
        assertThat(all.get(3).flags()).containsEntry("interval", List.of("5s"));
        assertThat(all.get(4).arguments()).containsExactly("NONE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$V|val",
                "${V}|val",
                "a${V}b|avalb",
                "${V:-x}|val",
                "${E:-x}|x",
                "${E-x}|''",
                "${U:-$V}|val",
                "${U:-${U:-deep}}|deep",
                "${V:+yes}|yes",
                "${U:+yes}|''",
                "\\$V|$V",
            })
    void fillsVariablesIn(String text, String expected) {
        List<Instruction> all = instructions("FROM a\nARG V=val\nENV E=\nUSER " + text + "\n");
        assertThat(all.getLast().arguments()).containsExactly(expected);
        assertThat(all.getLast().unresolved()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$U", "${U}", "${V#v}", "${U:?no}", "${V"})
    void saysThatAVariableIsNotKnown(String text) {
        List<Instruction> all = instructions("FROM a\nARG V=val\nARG U\nUSER " + text + "\n");
        assertThat(all.getLast().unresolved()).containsExactly(0);
    }

    @Test
    void keepsTheScopeOfArguments() {
        Dockerfile file =
                sound(
                        """
                        ARG UID=1000
                        FROM a AS one
                        USER $UID
                        ARG UID
                        USER $UID
                        ENV UID=5
                        ARG UID=6
                        USER $UID
                        FROM one
                        USER $UID
                        FROM b
                        USER $UID
                        """);
        List<Instruction> one = file.stages().get(0).instructions();
        assertThat(one.get(0).unresolved()).containsExactly(0);
        assertThat(one.get(2).arguments()).containsExactly("1000");
        assertThat(one.get(5).arguments()).containsExactly("5");
        assertThat(file.stages().get(1).instructions().getFirst().arguments()).containsExactly("5");
        assertThat(file.stages().get(2).instructions().getFirst().unresolved()).containsExactly(0);
    }

    @Test
    void readsPairsInBothForms() {
        assertThat(arguments("ENV a=b c=\"d e\" f='g h' i=j\\ k"))
                .containsExactly("a=b", "c=d e", "f=g h", "i=j k");
        assertThat(arguments("ENV a b c")).containsExactly("a=b c");
        assertThat(arguments("LABEL a.b=\"c\"")).containsExactly("a.b=c");
        assertThat(arguments("ARG A B=c")).containsExactly("A", "B=c");
    }

    @Test
    void readsTheInstructionBehindOnbuild() {
        Instruction inner = instructions("FROM a\nONBUILD ADD http://x /y\n").getFirst();
        assertThat(inner.onbuild()).isTrue();
        assertThat(inner.keyword()).isEqualTo(Keyword.ADD);
        assertThat(inner.arguments()).containsExactly("http://x", "/y");
    }

    @Test
    void namesUnknownInstructionsWithTheirLine() {
        assertThat(problems("FROM a\n\nRUNN x\n"))
                .containsExactly(
                        new Problem(
                                "unknown-instruction",
                                3,
                                "unknown instruction: RUNN",
                                "Did you mean RUN?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no-stage",
                "RUN x|before-from",
                "FROM|no-arguments",
                "FROM a b|from",
                "FROM a~USER|no-arguments",
                "FROM a~ONBUILD ONBUILD RUN x|onbuild",
                "FROM a~ONBUILD FROM b|onbuild",
                "FROM a~HEALTHCHECK curl|healthcheck",
                "FROM a~SHELL bash|shell",
                "FROM a~COPY x|no-arguments",
                "FROM a~RUN <<EOF~x|heredoc",
                "FROM a~ENV x|pair",
                "ARG X=~FROM $X|from",
                "# escape=x~FROM a|escape-directive",
            })
    void refusesWhatTheBuilderRefuses(String text, String code) {
        assertThat(problems(text.replace('~', '\n'))).extracting(Problem::code).contains(code);
    }

    @Test
    void readsFilesOfWindowsAndWithAByteOrderMark() {
        assertThat(instructions("\uFEFFFROM a\r\nRUN b \\\r\n  c\r\nUSER d\r\n"))
                .extracting(Instruction::arguments)
                .containsExactly(List.of("b   c"), List.of("d"));
    }

    @Test
    void survivesAnyText() {
        long seed = 20261124;
        Random random = new Random(seed);
        List<String> parts =
                List.of(
                        "FROM ",
                        "RUN ",
                        "ENV ",
                        "ONBUILD ",
                        "<<EOF",
                        "<<-'X'",
                        "EOF",
                        "\n",
                        "\\\n",
                        "`",
                        "\\",
                        "\"",
                        "'",
                        "$",
                        "${",
                        "}",
                        ":-",
                        "[",
                        "]",
                        "\"a\",",
                        "--from=",
                        "--",
                        "=",
                        "a",
                        " ",
                        "\t",
                        "#",
                        "# escape=`\n",
                        "\r\n",
                        "é",
                        "HEALTHCHECK ",
                        "CMD ",
                        "ARG ",
                        "\0",
                        "AS ",
                        "USER ");
        for (int run = 0; run < 30_000; run++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "FROM a\n" : "");
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            assertThat(DockerfileParser.parse(text.toString()))
                    .as("seed %d, run %d: %s", seed, run, text)
                    .isNotNull();
        }
        String deep = "FROM a\nUSER " + "${U:-".repeat(5000) + "}".repeat(5000);
        assertThat(DockerfileParser.parse(deep).problems()).isEmpty();
    }
}
