package io.pratique.runtime.rule;

import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.language.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks exceptions, and writes them as a part of their rule's condition. */
final class ExceptionRules {
    private final FieldCatalogue catalogue;

    ExceptionRules(FieldCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Gives an exception its default operators, and refuses what does not fit together. */
    void validate(Drafts.ExceptionDraft exception, boolean unknownSource) {
        Drafts.Entry fields = exception.fields.orElseThrow();
        if (exception.comps.isEmpty()) {
            exception.comps = Optional.of(defaults(fields));
        }
        Drafts.Entry comps = exception.comps.get();
        if (fields.isList()) {
            if (!comps.isList() || fields.items().size() != comps.items().size()) {
                throw invalid(exception, "Fields and comps lists must have equal length", "");
            }
            for (Drafts.Entry comp : comps.items()) {
                if (!RuleReader.isOperator(comp.text())) {
                    throw invalid(
                            exception,
                            "'" + comp.text() + "' is not a supported comparison operator",
                            Nearest.hint(comp.text(), Operator.words()));
                }
            }
            for (Drafts.Entry field : fields.items()) {
                requireField(exception, field, unknownSource);
            }
        } else {
            if (comps.isList()) {
                throw invalid(exception, "Fields and comps must both be strings", "");
            }
            String last = lastWord(comps.text());
            boolean isListOperator =
                    comps.text().equals("in")
                            || comps.text().equals("pmatch")
                            || comps.text().equals("intersects")
                            || (RuleReader.isOperator(comps.text()) && RuleReader.isModifier(last));
            if (!isListOperator) {
                throw invalid(
                        exception,
                        "When fields is a single value, comps must be one of (in, pmatch, intersects)",
                        "An operator with oneof, anyof or allof fits too.");
            }
            requireField(exception, fields, unknownSource);
        }
    }

    private static Drafts.Entry defaults(Drafts.Entry fields) {
        if (!fields.isList()) {
            return new Drafts.Entry(false, "in", List.of(), fields.node());
        }
        List<Drafts.Entry> equals = new ArrayList<>();
        for (Drafts.Entry field : fields.items()) {
            equals.add(new Drafts.Entry(false, "=", List.of(), field.node()));
        }
        return new Drafts.Entry(true, "", equals, fields.node());
    }

    private void requireField(
            Drafts.ExceptionDraft exception, Drafts.Entry field, boolean unknownSource) {
        String name = field.text();
        // A function of fields is checked with the condition.
        boolean isFunction = name.indexOf('(') > 0;
        if (field.isList() || (!unknownSource && !isFunction && !catalogue.isField(name))) {
            List<String> names = new ArrayList<>();
            catalogue.fields().forEach(known -> names.add(known.name()));
            throw invalid(
                    exception,
                    "'" + name + "' is not a supported filter field",
                    Nearest.hint(name, names));
        }
    }

    private static InvalidItem invalid(
            Drafts.ExceptionDraft exception, String message, String hint) {
        return new InvalidItem(exception.context.problem(LoadCode.VALIDATE, message, hint));
    }

    private static String lastWord(String text) {
        String stripped = text.strip();
        return stripped.substring(stripped.lastIndexOf(' ') + 1);
    }

    /** The condition of a rule without what its exceptions except. */
    PlacedText apply(Drafts.RuleDraft rule) {
        if (rule.exceptions.isEmpty()) {
            return rule.condition;
        }
        PlacedText condition = rule.condition;
        PlacedText.Builder out = new PlacedText.Builder();
        out.append('(', condition.source(0), condition.offset(0));
        out.append(condition);
        out.append(
                ')',
                condition.source(condition.length()),
                condition.offset(condition.length() - 1));
        for (Drafts.ExceptionDraft exception : rule.exceptions) {
            if (exception.values.isEmpty()) {
                continue;
            }
            if (exception.fields.orElseThrow().isList()) {
                rows(exception, out);
            } else {
                values(exception, out);
            }
        }
        return out.build(condition.source(0), condition.offset(0));
    }

    private static void write(PlacedText.Builder out, String text, Node at) {
        Source source = at.document().source();
        out.append(text, source, at.offset());
    }

    /** One field: its values become one list. */
    private static void values(Drafts.ExceptionDraft exception, PlacedText.Builder out) {
        Drafts.Entry field = exception.fields.orElseThrow();
        Drafts.Entry comp = exception.comps.orElseThrow();
        write(out, " and not (", exception.node);
        write(out, field.text(), field.node());
        write(out, " " + comp.text() + " (", comp.node());
        boolean first = true;
        for (Drafts.Entry value : exception.values) {
            if (value.isList()) {
                throw invalid(exception, "Expected values array to contain a list of strings", "");
            }
            write(out, first ? "" : ", ", value.node());
            write(out, quoted(value.text()), value.node());
            first = false;
        }
        write(out, "))", exception.node);
    }

    /** Several fields: each row of values is a conjunction. */
    private static void rows(Drafts.ExceptionDraft exception, PlacedText.Builder out) {
        List<Drafts.Entry> fields = exception.fields.orElseThrow().items();
        List<Drafts.Entry> comps = exception.comps.orElseThrow().items();
        write(out, " and not (", exception.node);
        boolean firstRow = true;
        for (Drafts.Entry row : exception.values) {
            if (!row.isList() || row.items().size() != fields.size()) {
                throw invalid(exception, "Fields and values lists must have equal length", "");
            }
            write(out, firstRow ? "(" : " or (", row.node());
            firstRow = false;
            for (int i = 0; i < fields.size(); i++) {
                Drafts.Entry value = row.items().get(i);
                write(out, i == 0 ? "" : " and ", value.node());
                write(out, fields.get(i).text(), fields.get(i).node());
                write(out, " " + comps.get(i).text() + " ", comps.get(i).node());
                write(out, value(value, comps.get(i).text()), value.node());
            }
            write(out, ")", row.node());
        }
        write(out, ")", exception.node);
    }

    private static String value(Drafts.Entry value, String comp) {
        if (value.isList()) {
            StringBuilder list = new StringBuilder("(");
            for (Drafts.Entry item : value.items()) {
                list.append(list.length() == 1 ? "" : ", ").append(quoted(item.text()));
            }
            return list.append(')').toString();
        }
        boolean wantsList =
                comp.equals("in")
                        || comp.equals("intersects")
                        || comp.equals("pmatch")
                        || RuleReader.isModifier(lastWord(comp));
        if (!wantsList) {
            return quoted(value.text());
        }
        return value.text().startsWith("(") ? value.text() : "(" + value.text() + ")";
    }

    /**
     * A value with a blank in it, or none at all, stands in quotes; quotes in it are not escaped.
     */
    static String quoted(String text) {
        if (text.isEmpty()) {
            return "\"\"";
        }
        boolean isQuoted = text.charAt(0) == '"' || text.charAt(0) == '\'';
        return text.indexOf(' ') >= 0 && !isQuoted ? '"' + text + '"' : text;
    }
}
