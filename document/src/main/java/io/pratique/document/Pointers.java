package io.pratique.document;

import java.util.ArrayList;
import java.util.List;

/** JSON pointers (RFC 6901) as texts. */
public final class Pointers {
    private Pointers() {}

    /** A step as a pointer writes it: {@code ~} is {@code ~0}, {@code /} is {@code ~1}. */
    public static String escape(String step) {
        if (step.indexOf('~') < 0 && step.indexOf('/') < 0) {
            return step;
        }
        return step.replace("~", "~0").replace("/", "~1");
    }

    /**
     * The steps of a pointer, unescaped; none for the empty pointer, which is the whole document.
     */
    public static List<String> steps(String pointer) {
        List<String> steps = new ArrayList<>();
        int at = pointer.startsWith("/") ? 1 : pointer.length() + 1;
        while (at <= pointer.length()) {
            int slash = pointer.indexOf('/', at);
            int end = slash < 0 ? pointer.length() : slash;
            steps.add(pointer.substring(at, end).replace("~1", "/").replace("~0", "~"));
            at = end + 1;
        }
        return steps;
    }

    /** The index that a step names in a list, or -1. */
    static int index(String step) {
        if (step.isEmpty() || step.length() > 9 || (step.length() > 1 && step.charAt(0) == '0')) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < step.length(); i++) {
            char c = step.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + (c - '0');
        }
        return index;
    }
}
