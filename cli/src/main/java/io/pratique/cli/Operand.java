package io.pratique.cli;

/**
 * A word of a command line that is no option.
 *
 * @param name as the help shows it: {@code PATH}
 * @param required whether one must be there
 * @param repeatable whether several may be there: then it is the last operand of its command
 * @param description a phrase for the help
 */
record Operand(
        String name, Values values, boolean required, boolean repeatable, String description) {
    static Operand one(String name, Values values, String description) {
        return new Operand(name, values, true, false, description);
    }

    static Operand maybe(String name, Values values, String description) {
        return new Operand(name, values, false, false, description);
    }

    /** One or more. */
    static Operand many(String name, Values values, String description) {
        return new Operand(name, values, true, true, description);
    }

    /** None, one or more. */
    static Operand any(String name, Values values, String description) {
        return new Operand(name, values, false, true, description);
    }

    String shown() {
        String shown = repeatable ? name + "…" : name;
        return required ? shown : "[" + shown + "]";
    }
}
