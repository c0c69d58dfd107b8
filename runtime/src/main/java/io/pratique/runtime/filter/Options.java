package io.pratique.runtime.filter;

/** Reads short options as getopt does. */
final class Options {
    private Options() {}

    /**
     * The value of an option: empty for one that takes none; the last when it is given several
     * times. Long options, and what stands behind {@code --}, are passed over.
     *
     * @param arguments a list, without the name of the program
     * @param options the letters that are known, each with a colon behind it when it takes a value
     */
    static boolean find(Value arguments, Value options, byte wanted, Value into) {
        boolean found = false;
        for (int i = 0; i < arguments.size(); i++) {
            Value argument = arguments.item(i);
            byte[] bytes = argument.bytes();
            int from = argument.offset();
            int to = from + argument.length();
            if (to - from < 2 || bytes[from] != '-') {
                continue;
            }
            if (bytes[from + 1] == '-') {
                if (to - from == 2) {
                    return found;
                }
                continue;
            }
            for (int at = from + 1; at < to; at++) {
                byte letter = bytes[at];
                if (!takesValue(options, letter)) {
                    if (letter == wanted) {
                        into.setBytes(bytes, to, 0);
                        found = true;
                    }
                    continue;
                }
                if (at + 1 < to) {
                    if (letter == wanted) {
                        into.setBytes(bytes, at + 1, to - at - 1);
                        found = true;
                    }
                } else if (i + 1 < arguments.size()) {
                    i++;
                    if (letter == wanted) {
                        Value next = arguments.item(i);
                        into.setBytes(next.bytes(), next.offset(), next.length());
                        found = true;
                    }
                }
                break;
            }
        }
        return found;
    }

    private static boolean takesValue(Value options, byte letter) {
        int to = options.offset() + options.length();
        for (int i = options.offset(); i < to; i++) {
            if (options.bytes()[i] == letter && letter != ':') {
                return i + 1 < to && options.bytes()[i + 1] == ':';
            }
        }
        return false;
    }
}
