package io.pratique.policy.rule;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters of one rule: those written, and the defaults of the others. Their types were
 * checked when the policy was read.
 */
public record Parameters(Map<String, Object> values) {
    public Parameters {
        values = Map.copyOf(values);
    }

    public boolean flag(String name) {
        return (Boolean) value(name);
    }

    public String text(String name) {
        return (String) value(name);
    }

    @SuppressWarnings("unchecked") // Checked when it was read.
    public List<String> texts(String name) {
        return (List<String>) value(name);
    }

    @SuppressWarnings("unchecked") // Checked when it was read.
    public List<Long> numbers(String name) {
        return (List<Long>) value(name);
    }

    public long number(String name) {
        return (Long) value(name);
    }

    @SuppressWarnings("unchecked") // Checked when it was read.
    public List<Parameters> objects(String name) {
        return (List<Parameters>) value(name);
    }

    boolean violatesWhenUnset() {
        return text("whenUnset").equals("violate");
    }

    /** The values of a list of parameters: those written, and the defaults of the others. */
    public static Parameters of(List<Parameter> known, Map<String, Object> written) {
        return new Parameters(
                known.stream()
                        .collect(
                                Collectors.toMap(
                                        Parameter::name,
                                        parameter ->
                                                written.getOrDefault(
                                                        parameter.name(), parameter.fallback()))));
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter '" + name + "'");
        }
        return value;
    }
}
