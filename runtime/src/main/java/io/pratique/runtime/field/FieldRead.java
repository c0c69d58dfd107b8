package io.pratique.runtime.field;

/**
 * A field with its argument: all that a reader needs to know to find a value.
 *
 * @param type that of the value; differs from the field's own only for {@code evt.rawarg}
 * @param argument as written; empty when there is none
 * @param index the argument as a number when it is an index, and -1 when there is none or it is no
 *     number
 */
public record FieldRead(Field field, FieldType type, String argument, int index) {
    /** How many values a field gives, and how an operator looks at them. */
    public enum Many {
        /** One. */
        ONE,
        /** A list as one value: {@code in} wants every element in the set. */
        LIST,
        /** Both ends of a connection: any end may fit, but {@code !=} wants both to differ. */
        ENDS,
        /** Every ancestor: any may fit, whatever the operator. */
        ANY
    }

    public Many many() {
        if (field.has(FieldFlag.BOTH_ENDS)) {
            return Many.ENDS;
        }
        if (field.has(FieldFlag.LIST) && argument.isEmpty()) {
            return Many.LIST;
        }
        return argument.isEmpty() && isAncestry() ? Many.ANY : Many.ONE;
    }

    private boolean isAncestry() {
        return switch (field.name()) {
            case "proc.aname",
                    "proc.aexe",
                    "proc.aexepath",
                    "proc.acmdline",
                    "proc.apid",
                    "proc.aargs",
                    "proc.aenv" ->
                    true;
            default -> false;
        };
    }

    /** As conditions write it. */
    public String text() {
        if (argument.isEmpty()) {
            return field.name();
        }
        boolean dotted =
                field.takesDottedArgument()
                        && !Character.isDigit(argument.charAt(0))
                        && argument.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        return dotted
                ? field.name() + "." + argument
                : field.name()
                        + "["
                        + (argument.indexOf(' ') < 0 ? argument : "\"" + argument + "\"")
                        + "]";
    }
}
