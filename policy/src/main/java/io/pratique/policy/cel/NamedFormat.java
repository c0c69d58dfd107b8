package io.pratique.policy.cel;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A format of Kubernetes' format library: whether a text is a name, a label, a date… */
enum NamedFormat {
    DNS1123_LABEL("dns1123Label"),
    DNS1123_SUBDOMAIN("dns1123Subdomain"),
    DNS1035_LABEL("dns1035Label"),
    QUALIFIED_NAME("qualifiedName"),
    DNS1123_LABEL_PREFIX("dns1123LabelPrefix"),
    DNS1123_SUBDOMAIN_PREFIX("dns1123SubdomainPrefix"),
    DNS1035_LABEL_PREFIX("dns1035LabelPrefix"),
    LABEL_VALUE("labelValue"),
    URI("uri"),
    UUID("uuid"),
    BYTE("byte"),
    DATE("date"),
    DATETIME("datetime");

    static final String TYPE = "kubernetes.NamedFormat";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*+");
    private static final Pattern OLD_LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}");
    private static final int MAX_LABEL = 63;
    private static final int MAX_SUBDOMAIN = 253;

    private final String id;

    NamedFormat(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static Optional<NamedFormat> named(String id) {
        for (NamedFormat format : values()) {
            if (format.id.equals(id)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** What is wrong with a text; none when it has the format. */
    List<String> problems(String text) {
        return switch (this) {
            case DNS1123_LABEL -> name(text, LABEL, MAX_LABEL, "a DNS-1123 label");
            case DNS1123_LABEL_PREFIX -> name(prefix(text), LABEL, MAX_LABEL, "a DNS-1123 label");
            case DNS1123_SUBDOMAIN -> name(text, SUBDOMAIN, MAX_SUBDOMAIN, "a DNS-1123 subdomain");
            case DNS1123_SUBDOMAIN_PREFIX ->
                    name(prefix(text), SUBDOMAIN, MAX_SUBDOMAIN, "a DNS-1123 subdomain");
            case DNS1035_LABEL -> name(text, OLD_LABEL, MAX_LABEL, "a DNS-1035 label");
            case DNS1035_LABEL_PREFIX ->
                    name(prefix(text), OLD_LABEL, MAX_LABEL, "a DNS-1035 label");
            case LABEL_VALUE ->
                    text.isEmpty() ? List.of() : name(text, NAME, MAX_LABEL, "a label value");
            case QUALIFIED_NAME -> qualified(text);
            case URI -> test(Url.parse(text).isPresent(), text, "a URI");
            case UUID -> test(UUID_FORM.matcher(text).matches(), text, "a UUID");
            case BYTE -> test(isBase64(text), text, "base64");
            case DATE -> test(isDate(text), text, "a date");
            case DATETIME -> test(isDateTime(text), text, "a date with a time");
        };
    }

    /** A name that something is put behind may end in a hyphen. */
    private static String prefix(String text) {
        return text.endsWith("-") ? text.substring(0, text.length() - 1) + "a" : text;
    }

    private static List<String> name(String text, Pattern form, int longest, String what) {
        if (text.length() > longest) {
            return List.of(
                    String.format(Locale.ROOT, "must be no more than %d characters", longest));
        }
        return test(form.matcher(text).matches(), text, what);
    }

    private static List<String> qualified(String text) {
        int slash = text.indexOf('/');
        String name = text.substring(slash + 1);
        if (slash == 0) {
            return List.of("the part before the slash must not be empty");
        }
        if (slash > 0) {
            List<String> domain = DNS1123_SUBDOMAIN.problems(text.substring(0, slash));
            if (!domain.isEmpty()) {
                return domain;
            }
        }
        return name(name, NAME, MAX_LABEL, "a qualified name");
    }

    private static List<String> test(boolean good, String text, String what) {
        return good ? List.of() : List.of(Values.shown(text) + " is not " + what);
    }

    private static boolean isBase64(String text) {
        try {
            return text.length() % 4 == 0
                    && (text.isEmpty() || java.util.Base64.getDecoder().decode(text).length > 0);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isDate(String text) {
        return parses(() -> java.time.LocalDate.parse(text));
    }

    private static boolean isDateTime(String text) {
        return parses(() -> java.time.OffsetDateTime.parse(text));
    }

    private static boolean parses(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (java.time.DateTimeException _) {
            return false;
        }
    }

    /** The functions {@code format.dns1123Label()} and their siblings. */
    static void addTo(Map<String, Function> functions) {
        for (NamedFormat format : values()) {
            functions.put(
                    "format." + format.id,
                    (at, _) -> {
                        at.charge(1);
                        return format;
                    });
        }
    }
}
