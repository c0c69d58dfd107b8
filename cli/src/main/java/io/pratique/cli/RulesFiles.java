package io.pratique.cli;

import io.pratique.document.Source;
import io.pratique.runtime.managed.RulePack;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds and loads the rule files that a command names, in their order. */
final class RulesFiles {
    /** Stands for the rules that come with this program, where a file could stand. */
    static final String MANAGED = "managed";

    private final InputStream standardInput;

    RulesFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * Loads files, folders (their YAML files by name, as Falco loads a rules.d) and {@code -}.
     * Whatever cannot be read is in the results.
     */
    RuleFiles load(List<String> names) {
        return load(names, inputs(names));
    }

    /** Loads what {@link #inputs} found for these names. */
    RuleFiles load(List<String> names, List<RuleLoader.Input> inputs) {
        return new RuleLoader(names.contains(MANAGED) ? RulePack.options() : LoadOptions.standard())
                .load(inputs);
    }

    /** The files that names stand for, in their order; {@code managed} is our own pack. */
    List<RuleLoader.Input> inputs(List<String> names) {
        List<RuleLoader.Input> inputs = new ArrayList<>();
        for (String name : names) {
            if (name.equals(MANAGED)) {
                inputs.addAll(RulePack.managed().inputs());
            } else if (name.equals("-")) {
                inputs.add(standardInput());
            } else if (Files.isDirectory(Path.of(name))) {
                folder(Path.of(name), inputs);
            } else {
                inputs.add(file(Path.of(name)));
            }
        }
        return inputs;
    }

    private RuleLoader.Input standardInput() {
        try {
            return RuleLoader.Input.of("-", standardInput.readNBytes(Source.MAX_BYTES + 1));
        } catch (IOException e) {
            return new RuleLoader.Input.Unreadable("-", reason(e));
        }
    }

    private static void folder(Path folder, List<RuleLoader.Input> inputs) {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(RulesFiles::isYaml).filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            inputs.add(new RuleLoader.Input.Unreadable(folder.toString(), reason(e)));
            return;
        }
        if (files.isEmpty()) {
            inputs.add(
                    new RuleLoader.Input.Unreadable(
                            folder.toString(), "the folder has no .yaml or .yml file"));
        }
        for (Path file : files) {
            inputs.add(file(file));
        }
    }

    private static boolean isYaml(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    static RuleLoader.Input file(Path file) {
        try {
            if (Files.size(file) > Source.MAX_BYTES) {
                return new RuleLoader.Input.Unreadable(
                        file.toString(), "it is larger than " + (Source.MAX_BYTES >> 20) + " MiB");
            }
            return RuleLoader.Input.of(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            return new RuleLoader.Input.Unreadable(file.toString(), reason(e));
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : String.valueOf(e.getMessage());
    }
}
