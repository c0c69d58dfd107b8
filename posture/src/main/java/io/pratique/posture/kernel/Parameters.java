package io.pratique.posture.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the owner of a template may set, with the defaults of the template for what is not set. */
public final class Parameters {
    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Parameters of(Map<String, List<String>> values) {
        return new Parameters(Map.copyOf(values));
    }

    /** These, where the others set nothing. */
    public Parameters with(Map<String, List<String>> others) {
        Map<String, List<String>> all = new LinkedHashMap<>(values);
        all.putAll(others);
        return of(all);
    }

    /** The words of a list; empty when the parameter is not set. */
    public List<String> texts(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** A text; empty for {@code none} and for what is not set. */
    public String text(String name) {
        List<String> texts = texts(name);
        return texts.isEmpty() || texts.getFirst().equals("none") ? "" : texts.getFirst();
    }

    public boolean flag(String name) {
        return text(name).equals("true");
    }

    /** A number; {@code other} when there is none. */
    public long number(String name, long other) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException _) {
            return other;
        }
    }
}
