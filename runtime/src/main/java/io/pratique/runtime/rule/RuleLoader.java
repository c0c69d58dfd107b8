package io.pratique.runtime.rule;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Position;
import io.pratique.document.Source;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import java.nio.charset.StandardCharsets;
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

        /** A file with these bytes, which must not change afterwards. */
        static Input of(String name, byte[] bytes) {
            try {
                return new Content(Source.of(name, bytes));
            } catch (InvalidDocument e) {
                return new NotText(name, e.getMessage(), e.hint());
            }
        }

        /** Its content. */
        record Content(Source source) implements Input {
            @Override
            public String name() {
                return source.name();
            }
        }

        /** Its bytes are no text, or too many. */
        record NotText(String name, String reason, String hint) implements Input {}

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
                case Input.NotText notText ->
                        problems.add(
                                whole(
                                        notText.name(),
                                        LoadCode.YAML_PARSE,
                                        notText.reason(),
                                        notText.hint()));
                case Input.Content content -> reader.read(content.source());
            }
        }
        return new RuleCompiler(options, drafts, problems, exceptions, catalogue, events).compile();
    }

    /** Loads one text. */
    public RuleFiles load(String name, String text) {
        return load(List.of(Input.of(name, text.getBytes(StandardCharsets.UTF_8))));
    }

    private static LoadProblem whole(String file, LoadCode code, String message, String hint) {
        LoadLocation location =
                new LoadLocation(ItemType.RULES_CONTENT, "", file, new Position(1, 1), 0);
        return new LoadProblem(code, message, hint, List.of(location), "");
    }
}
