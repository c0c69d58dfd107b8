package io.pratique.runtime.engine;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.Field;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.field.FieldFlag;
import io.pratique.runtime.field.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes rule files with random conditions over the whole catalogue. */
final class GeneratedRules {
    private static final List<Field> FIELDS =
            FieldCatalogue.standard().fields().stream()
                    .filter(field -> !field.has(FieldFlag.PRINT_ONLY))
                    .filter(field -> !field.name().equals("evt.around"))
                    .toList();
    private static final List<String> NAMES = List.copyOf(EventTable.standard().names());
    private static final List<String> TEXTS =
            List.of(
                    "proc.name",
                    "proc.cmdline",
                    "fd.name",
                    "proc.pname",
                    "container.id",
                    "proc.exepath");
    private final Random random;
    private final Vocabulary vocabulary;
    private final List<String> macros = new ArrayList<>();

    GeneratedRules(Random random, Vocabulary vocabulary) {
        this.random = random;
        this.vocabulary = vocabulary;
    }

    /** A file with lists, macros and rules; a few rules may turn out to be invalid. */
    String file(int rules) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            out.append("- list: list_").append(i).append("\n  items: [");
            for (int k = 0; k <= random.nextInt(6); k++) {
                out.append(k == 0 ? "" : ", ").append(yaml(vocabulary.word(random)));
            }
            out.append("]\n");
        }
        for (int i = 0; i < 5; i++) {
            String condition = condition(1 + random.nextInt(3));
            out.append("- macro: macro_")
                    .append(i)
                    .append("\n  condition: ")
                    .append(yaml(condition))
                    .append('\n');
            macros.add("macro_" + i);
        }
        for (int i = 0; i < rules; i++) {
            String condition = condition(random.nextInt(5));
            if (random.nextInt(3) > 0) {
                condition = type() + " and (" + condition + ")";
            }
            out.append("- rule: rule ")
                    .append(i)
                    .append("\n  desc: d\n  output: o\n  priority: INFO\n  condition: ")
                    .append(yaml(condition))
                    .append('\n');
        }
        return out.toString();
    }

    private static String yaml(String text) {
        return "'" + text.replace("'", "''").replace("\n", "\n\n") + "'";
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String type() {
        return switch (random.nextInt(4)) {
            case 0 -> "evt.type = " + any(NAMES);
            case 1 -> "evt.type in (" + any(NAMES) + ", " + any(NAMES) + ", open, openat)";
            case 2 -> "evt.type != " + any(NAMES);
            default -> "not evt.type in (" + any(NAMES) + ", execve)";
        };
    }

    private String condition(int depth) {
        if (depth == 0) {
            return !macros.isEmpty() && random.nextInt(5) == 0 ? any(macros) : check();
        }
        StringBuilder out = new StringBuilder();
        if (random.nextInt(3) == 0) {
            out.append("not ");
        }
        out.append('(');
        String word = random.nextBoolean() ? " and " : " or ";
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            out.append(i == 0 ? "" : word).append(condition(random.nextInt(depth)));
        }
        return out.append(')').toString();
    }

    private String check() {
        if (random.nextInt(12) == 0) {
            return type();
        }
        if (random.nextInt(12) == 0) {
            return function();
        }
        Field field =
                random.nextInt(3) == 0
                        ? FieldCatalogue.standard().field(any(TEXTS)).orElseThrow()
                        : any(FIELDS);
        String name = name(field);
        if (random.nextInt(10) == 0) {
            return name + " exists";
        }
        boolean isList = field.has(FieldFlag.LIST) && name.equals(field.name());
        return switch (field.type().kind()) {
            case TEXT, BYTES -> isList ? list(name) : text(name, field.type());
            case BOOL -> name + (random.nextBoolean() ? " = true" : " != false");
            case NUMBER ->
                    isList
                            ? name + " in (" + number(field.type()) + ")"
                            : number(name, field.type());
            case REAL -> name + " " + any(List.of("<", ">", "=", "!=", ">=")) + " 1.5";
            case ADDRESS ->
                    random.nextBoolean()
                            ? name + any(List.of(" = ", " != ")) + address()
                            : name + " in (" + address() + ", " + address() + ")";
            case NETWORK ->
                    random.nextBoolean()
                            ? name + any(List.of(" = ", " != ")) + network()
                            : name + " in (" + network() + ", " + network() + ")";
        };
    }

    private String name(Field field) {
        boolean wants =
                field.has(FieldFlag.ARGUMENT_REQUIRED)
                        || (field.has(FieldFlag.ARGUMENT_ALLOWED) && random.nextBoolean());
        if (!wants) {
            return field.name();
        }
        return field.name()
                + switch (field.argumentKind()) {
                    case NONE -> "";
                    case INDEX -> "[" + random.nextInt(3) + "]";
                    case KEY -> "[app]";
                    case DOTTED -> ".app";
                    case PARAMETER -> any(List.of(".flags", ".name", ".fd", "[0]", ".uid"));
                    case EVENT -> ".open";
                    case SIDE -> any(List.of(".src", ".dst"));
                    case TIME -> "[1700000000000000000]";
                };
    }

    private String list(String name) {
        return name + (random.nextBoolean() ? " in (" : " intersects (") + words(4) + ")";
    }

    private String words(int most) {
        StringBuilder out = new StringBuilder();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : ", ").append(word());
        }
        return out.toString();
    }

    private String word() {
        byte[] bytes = random.nextInt(4) == 0 ? vocabulary.bytes(random) : null;
        return bytes == null ? quote(vocabulary.word(random)) : quote(bytes);
    }

    static String quote(String text) {
        return quote(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static String quote(byte[] bytes) {
        StringBuilder out = new StringBuilder("\"");
        for (byte b : bytes) {
            if (b == '"' || b == '\\') {
                out.append('\\').append((char) b);
            } else if (b >= ' ' && b < 0x7F) {
                out.append((char) b);
            } else if (b != 0) {
                out.append("\\x%02X".formatted(b & 0xFF));
            }
        }
        return out.append('"').toString();
    }

    private String text(String name, FieldType type) {
        if (type.kind() == FieldType.Kind.BYTES && random.nextInt(3) == 0) {
            return name
                    + any(List.of(" bcontains ", " bstartswith "))
                    + any(List.of("61", "2f65", "00"));
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> name + " = " + word();
            case 2 -> name + " != " + word();
            case 3, 4 -> name + " in (" + words(8) + ")";
            case 5 -> name + " startswith " + word();
            case 6 -> name + " endswith " + word();
            case 7 -> name + " contains " + word();
            case 8 -> name + " icontains " + word();
            case 9 -> name + any(List.of(" glob ", " iglob ")) + quote(glob());
            case 10 -> name + " pmatch (" + paths() + ")";
            case 11 -> name + " regex " + quote(regex());
            case 12 ->
                    name
                            + any(List.of(" = ", " contains ", " startswith ", " != ", " glob "))
                            + any(List.of("oneof", "anyof", "allof"))
                            + " ("
                            + words(3)
                            + ")";
            default ->
                    random.nextBoolean()
                            ? name + " in (list_" + random.nextInt(4) + ")"
                            : name
                                    + any(
                                            List.of(
                                                    " = ",
                                                    " != ",
                                                    " contains ",
                                                    " icontains ",
                                                    " startswith ",
                                                    " endswith "))
                                    + "val("
                                    + any(TEXTS)
                                    + ")";
        };
    }

    private String glob() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            out.append(
                    any(List.of("*", "*", "?", "[a-c]", "[!a]", "\\*", "a", "/etc", "bash", "sh")));
        }
        return out.toString();
    }

    private String regex() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            out.append(
                    any(
                            List.of(
                                    ".*",
                                    "a+",
                                    "b?",
                                    "(sh|bash)",
                                    "[a-z]*",
                                    "/etc",
                                    "\\.",
                                    "ab{1,2}",
                                    "bash",
                                    "(a|b|ab)*",
                                    "x|",
                                    "[^/]+",
                                    "^",
                                    "$",
                                    "passwd")));
        }
        return out.toString();
    }

    private String paths() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            out.append(i == 0 ? "" : ", ")
                    .append(
                            random.nextBoolean()
                                    ? word()
                                    : quote(
                                            any(
                                                    List.of(
                                                            "/home/*/.ssh",
                                                            "/etc/*",
                                                            "/*",
                                                            "*/a",
                                                            "/usr/b*",
                                                            "/etc/pass??",
                                                            "/etc"))));
        }
        return out.toString();
    }

    private String number(String name, FieldType type) {
        return switch (random.nextInt(4)) {
            case 0 -> name + " = " + number(type);
            case 1 -> name + " != " + number(type);
            case 2 -> name + any(List.of(" < ", " <= ", " > ", " >= ")) + number(type);
            default -> {
                StringBuilder out = new StringBuilder(name).append(" in (");
                int count = random.nextInt(7);
                for (int i = 0; i < count; i++) {
                    out.append(i == 0 ? "" : ", ").append(number(type));
                }
                yield out.append(')').toString();
            }
        };
    }

    private String number(FieldType type) {
        long number = vocabulary.number(type, random);
        return type.isSigned() ? Long.toString(number) : Long.toUnsignedString(number);
    }

    private String address() {
        byte[] b = vocabulary.address(random);
        StringBuilder out = new StringBuilder();
        if (b.length == 4) {
            for (int i = 0; i < 4; i++) {
                out.append(i == 0 ? "" : ".").append(b[i] & 0xFF);
            }
        } else {
            for (int i = 0; i < 16; i += 2) {
                out.append(i == 0 ? "" : ":")
                        .append(Integer.toHexString((b[i] & 0xFF) << 8 | (b[i + 1] & 0xFF)));
            }
        }
        return quote(out.toString());
    }

    private String network() {
        String address = address();
        int bits = address.indexOf(':') > 0 ? 128 : 32;
        return "\""
                + address.substring(1, address.length() - 1)
                + "/"
                + (random.nextInt(3) == 0 ? random.nextInt(bits + 1) : bits / 4)
                + "\"";
    }

    private String function() {
        String text = any(TEXTS);
        return switch (random.nextInt(9)) {
            case 0 -> "toupper(" + text + ") = " + quote("BASH");
            case 1 -> "tolower(" + text + ") contains " + word();
            case 2 -> "b64(" + text + ") startswith foo";
            case 3 -> "basename(" + text + ") in (" + words(5) + ")";
            case 4 -> "len(" + text + ") " + any(List.of("<", ">", "=")) + " 4";
            case 5 -> "concat(" + text + ", \"-\", proc.name) contains " + word();
            case 6 -> "join(\",\", (" + text + ", proc.name)) endswith " + word();
            case 7 -> "getopt(" + text + ", \"f:o:x\")[f] = x";
            default -> text + " = toupper(" + any(TEXTS) + ")";
        };
    }
}
