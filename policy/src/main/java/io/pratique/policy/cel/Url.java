package io.pratique.policy.cel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An absolute URL or an absolute path, taken apart as Go's {@code url.ParseRequestURI} does, which
 * Kubernetes' expressions use: there is no fragment.
 *
 * @param host with the port, and with brackets around an IPv6 address
 * @param path as it is written, with {@code %} escapes
 * @param query as it is written; empty for none
 */
record Url(String scheme, String host, String path, String query, String text) {
    static final String TYPE = "kubernetes.URL";

    private static final String PATH_CHARACTERS = "-_.~$&+,/:;=@!'()*[]%";

    /** The URL that a text writes; empty when it is none. */
    static Optional<Url> parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 127) {
                return Optional.empty();
            }
        }
        String scheme = scheme(text);
        String rest = scheme.isEmpty() ? text : text.substring(scheme.length() + 1);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        if (question >= 0) {
            rest = rest.substring(0, question);
        }
        if (!rest.startsWith("/")) {
            // Go takes 'mailto:x' for a URL, with nothing in it that can be asked for.
            return scheme.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Url(scheme, "", "", query, text));
        }
        String host = "";
        if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
            int slash = rest.indexOf('/', 2);
            String authority = rest.substring(2, slash < 0 ? rest.length() : slash);
            rest = slash < 0 ? "" : rest.substring(slash);
            int user = authority.lastIndexOf('@');
            host = authority.substring(user + 1);
            if (!isHost(host)) {
                return Optional.empty();
            }
        }
        return validEscapes(rest)
                ? Optional.of(
                        new Url(scheme.toLowerCase(java.util.Locale.ROOT), host, rest, query, text))
                : Optional.empty();
    }

    private static String scheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (c == ':' && i > 0) {
                return text.substring(0, i);
            }
            if (!letter && !(later && i > 0)) {
                return "";
            }
        }
        return "";
    }

    private static boolean isHost(String host) {
        String rest = host;
        if (host.startsWith("[")) {
            int close = host.lastIndexOf(']');
            if (close < 0) {
                return false;
            }
            rest = host.substring(close + 1);
            return rest.isEmpty() || (rest.startsWith(":") && isPort(rest.substring(1)));
        }
        int colon = rest.indexOf(':');
        if (colon >= 0 && !isPort(rest.substring(colon + 1))) {
            return false;
        }
        for (int i = 0; i < rest.length(); i++) {
            if (" \"<>\\^`{|}#".indexOf(rest.charAt(i)) >= 0) {
                return false;
            }
        }
        return validEscapes(rest);
    }

    private static boolean isPort(String port) {
        return port.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean validEscapes(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (i + 2 >= text.length() || hex(text, i + 1) < 0 || hex(text, i + 2) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int hex(String text, int at) {
        return text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
    }

    /** The host without brackets and port. */
    String hostname() {
        if (host.startsWith("[")) {
            return host.substring(1, host.lastIndexOf(']'));
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** The port as it is written; empty for none. */
    String port() {
        int colon = host.indexOf(':', Math.max(host.lastIndexOf(']'), 0));
        return colon < 0 ? "" : host.substring(colon + 1);
    }

    /** The path with all that needs it escaped. */
    String escapedPath() {
        StringBuilder out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || PATH_CHARACTERS.indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append(String.format(java.util.Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    /** The values of each key of the query; pairs that are malformed are left out. */
    Map<Object, Object> queryValues() {
        Map<Object, List<Object>> values = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!pair.isEmpty()
                    && pair.indexOf(';') < 0
                    && validEscapes(key)
                    && validEscapes(value)) {
                values.computeIfAbsent(unescape(key), _ -> new ArrayList<>()).add(unescape(value));
            }
        }
        Map<Object, Object> lists = new LinkedHashMap<>();
        values.forEach((key, list) -> lists.put(key, ArrayValue.of(list)));
        return lists;
    }

    private static String unescape(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text;
    }
}
