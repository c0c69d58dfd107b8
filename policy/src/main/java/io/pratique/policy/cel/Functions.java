package io.pratique.policy.cel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every function by its name; the operators are {@link Operators}. */
final class Functions {
    private static final Map<String, Function> ALL = all();

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        StandardFunctions.addTo(all);
        TextFunctions.addTo(all);
        ListFunctions.addTo(all);
        KubernetesFunctions.addTo(all);
        return Map.copyOf(all);
    }

    private Functions() {}

    static @Nullable Function of(String name) {
        return ALL.get(name);
    }

    /** The name of a function or operator for people. */
    static String shown(String name) {
        String plain = name.replace("_", "").replace("@", "");
        return switch (name) {
            case "_[_]", "_[?_]", "_?._" -> "an index";
            case "@in" -> "'in'";
            default ->
                    name.contains("_") && !plain.isEmpty() && !Character.isLetter(plain.charAt(0))
                            ? "'" + plain + "'"
                            : name.replace("@", "") + "()";
        };
    }
}
