package io.pratique.runtime.filter;

import io.pratique.runtime.field.Bytes;

/**
 * Shell patterns as fnmatch reads them without flags: {@code *} and {@code ?} also fit a slash and
 * a leading dot, {@code [a-z]}, {@code [!a]} and {@code [[:alpha:]]} are classes, a backslash makes
 * the next character mean itself. Matching is linear in the text times the pattern.
 */
final class Glob {
    private final byte[] pattern;
    private final boolean ignoreCase;

    private Glob(byte[] pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    static Glob of(Bytes pattern, boolean ignoreCase) {
        return new Glob(pattern.toArray(), ignoreCase);
    }

    /** Whether a pattern has signs, so that equality is not enough. */
    static boolean hasSigns(Bytes pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            byte b = pattern.at(i);
            if (b == '*' || b == '?' || b == '[' || b == '\\') {
                return true;
            }
        }
        return false;
    }

    boolean matches(byte[] text, int from, int to) {
        int p = 0;
        int t = from;
        // On a mismatch the last star takes one byte more.
        int star = -1;
        int retry = from;
        while (t < to) {
            if (p < pattern.length && pattern[p] == '*') {
                star = ++p;
                retry = t;
                continue;
            }
            int next = p < pattern.length ? step(p, text[t]) : -1;
            if (next >= 0) {
                p = next;
                t++;
            } else if (star >= 0) {
                p = star;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /** The place behind the element of the pattern at a place, when it fits the byte; else -1. */
    private int step(int p, byte b) {
        byte sign = pattern[p];
        return switch (sign) {
            case '?' -> p + 1;
            case '[' -> {
                int end = endOfClass(p);
                if (end > 0) {
                    yield inClass(p, end, b & 0xFF) ? end + 1 : -1;
                }
                yield b == '[' ? p + 1 : -1;
            }
            // fnmatch never matches a pattern that ends with a backslash.
            case '\\' -> p + 1 < pattern.length && fold(pattern[p + 1]) == fold(b) ? p + 2 : -1;
            default -> fold(sign) == fold(b) ? p + 1 : -1;
        };
    }

    /** The place of the bracket that closes a class, or -1: then the opening one is a character. */
    private int endOfClass(int open) {
        int i = open + 1;
        if (i < pattern.length && (pattern[i] == '!' || pattern[i] == '^')) {
            i++;
        }
        int first = i;
        while (i < pattern.length) {
            if (pattern[i] == ']' && i > first) {
                return i;
            }
            if (pattern[i] == '[' && i + 1 < pattern.length && pattern[i + 1] == ':') {
                int end = endOfName(i);
                if (end > 0) {
                    i = end;
                    continue;
                }
            }
            i += pattern[i] == '\\' && i + 1 < pattern.length ? 2 : 1;
        }
        return -1;
    }

    /** The place behind {@code :]} of a named class, or -1. */
    private int endOfName(int open) {
        for (int i = open + 2; i + 1 < pattern.length && i < open + 12; i++) {
            if (pattern[i] == ':' && pattern[i + 1] == ']') {
                return i + 2;
            }
        }
        return -1;
    }

    private boolean inClass(int open, int end, int b) {
        int i = open + 1;
        boolean negated = pattern[i] == '!' || pattern[i] == '^';
        if (negated) {
            i++;
        }
        boolean found = false;
        while (i < end) {
            if (pattern[i] == '[' && pattern[i + 1] == ':') {
                int behind = endOfName(i);
                if (behind > 0 && behind <= end) {
                    found |=
                            named(i + 2, b)
                                    || (ignoreCase
                                            && (named(i + 2, fold((byte) b) & 0xFF)
                                                    || named(i + 2, upper(b))));
                    i = behind;
                    continue;
                }
            }
            if (pattern[i] == '\\' && i + 1 < end) {
                i++;
            }
            int low = pattern[i] & 0xFF;
            int high = low;
            i++;
            if (i + 1 < end && pattern[i] == '-') {
                i++;
                if (pattern[i] == '\\' && i + 1 < end) {
                    i++;
                }
                high = pattern[i] & 0xFF;
                i++;
            }
            found |= in(low, high, b);
        }
        return found != negated;
    }

    private boolean in(int low, int high, int b) {
        if (b >= low && b <= high) {
            return true;
        }
        if (!ignoreCase) {
            return false;
        }
        int lower = fold((byte) b) & 0xFF;
        int upper = upper(b);
        return (lower >= low && lower <= high) || (upper >= low && upper <= high);
    }

    /** Whether a byte is in the class whose name starts at a place. */
    private boolean named(int at, int b) {
        boolean lower = b >= 'a' && b <= 'z';
        boolean upper = b >= 'A' && b <= 'Z';
        boolean digit = b >= '0' && b <= '9';
        boolean graph = b > ' ' && b < 0x7F;
        if (is("alpha", at)) {
            return lower || upper;
        } else if (is("lower", at)) {
            return lower;
        } else if (is("upper", at)) {
            return upper;
        } else if (is("digit", at)) {
            return digit;
        } else if (is("alnum", at)) {
            return lower || upper || digit;
        } else if (is("xdigit", at)) {
            return digit || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
        } else if (is("space", at)) {
            return b == ' ' || (b >= '\t' && b <= '\r');
        } else if (is("blank", at)) {
            return b == ' ' || b == '\t';
        } else if (is("cntrl", at)) {
            return b < ' ' || b == 0x7F;
        } else if (is("print", at)) {
            return graph || b == ' ';
        } else if (is("graph", at)) {
            return graph;
        }
        return is("punct", at) && graph && !lower && !upper && !digit;
    }

    private boolean is(String name, int at) {
        for (int i = 0; i < name.length(); i++) {
            if (pattern[at + i] != name.charAt(i)) {
                return false;
            }
        }
        return pattern[at + name.length()] == ':';
    }

    private byte fold(byte b) {
        return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static int upper(int b) {
        return b >= 'a' && b <= 'z' ? b - 32 : b;
    }
}
