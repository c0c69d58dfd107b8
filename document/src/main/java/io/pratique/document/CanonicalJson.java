package io.pratique.document;

import java.util.HexFormat;

/**
 * Texts as JSON in one way only, so that equal texts have equal bytes: the short escapes of JSON
 * where there is one, four lower-case hexadecimal digits for other controls, and everything else as
 * it is.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** Appends a text with its quotes. */
    public static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
