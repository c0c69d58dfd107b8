package io.pratique.runtime.rule;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Position;
import io.pratique.document.Source;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads rule files of Falco's form, in load order: later files may append to, override or switch
 * what earlier ones defined. One malformed rule does not keep the others from being loaded.
 */
public final class RuleLoader {
    private final LoadOptions options;
    private final FieldCatalogue catalogue;
    private final EventTable events;

    public RuleLoader(LoadOptions options) {
        this.options = options;
        this.catalogue = FieldCatalogue.standard();
        this.events = EventTable.standard();
    }

    /** A file to load. */
    public sealed interface Input {
        String name();

        /** Its content. */
        record Content(String name, byte[] bytes) implements Input {}

        /** It could not be read. */
        record Unreadable(String name, String reason) implements Input {}
    }

    /** Loads files; all that is wrong is in the results. */
    public RuleFiles load(List<? extends Input> inputs) {
        Problems problems = new Problems();
        Drafts drafts = new Drafts();
        ExceptionRules exceptions = new ExceptionRules(catalogue);
        RuleReader reader = new RuleReader(options, drafts, problems, exceptions);
        for (Input input : inputs) {
            problems.begin(input.name());
            switch (input) {
                case Input.Unreadable unreadable ->
                        problems.add(
                                whole(
                                        unreadable.name(),
                                        LoadCode.FILE_READ,
                                        "Could not read the file: " + unreadable.reason(),
                                        ""));
                case Input.Content content -> read(content, reader, problems);
            }
        }
        return new RuleCompiler(options, drafts, problems, exceptions, catalogue, events).compile();
    }

    /** Loads one text. */
    public RuleFiles load(String name, String text) {
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.Content(name, text.getBytes(StandardCharsets.UTF_8)));
        return load(inputs);
    }

    private static void read(Input.Content content, RuleReader reader, Problems problems) {
        Source source;
        try {
            source = Source.of(content.name(), content.bytes());
        } catch (InvalidDocument e) {
            problems.add(whole(content.name(), LoadCode.YAML_PARSE, e.getMessage(), e.hint()));
            return;
        }
        reader.read(source);
    }

    private static LoadProblem whole(String file, LoadCode code, String message, String hint) {
        LoadLocation location =
                new LoadLocation(ItemType.RULES_CONTENT, "", file, new Position(1, 1), 0);
        return new LoadProblem(code, message, hint, List.of(location), "");
    }
}
