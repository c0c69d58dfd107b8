package io.pratique.runtime.capture;

import io.pratique.runtime.event.EventType;
import io.pratique.runtime.event.FlagTable;
import io.pratique.runtime.event.Parameter;
import io.pratique.runtime.event.ParameterType;
import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.field.Constant;
import io.pratique.runtime.field.Constants;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Operator;
import io.pratique.runtime.language.Place;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Writes parameters from the words that a sample gives for them. */
final class ParameterBytes {
    private ParameterBytes() {}

    /**
     * A parameter as an event carries it.
     *
     * @throws IllegalArgumentException when the words do not fit its type
     */
    static byte[] of(EventType type, Parameter parameter, String text) {
        return switch (parameter.type()) {
            case CHARBUF, FSPATH, FSRELPATH -> ended(text);
            case BYTEBUF -> bytes(parameter.name(), text);
            case SOCKADDR -> address(text);
            case SOCKTUPLE -> tuple(text);
            case FDLIST -> descriptors(text);
            case DYN -> dynamic(parameter, text);
            case IPV4ADDR, IPV6ADDR, IPADDR -> ip(text);
            case DOUBLE -> number(Double.doubleToLongBits(Double.parseDouble(text)), 8);
            case BOOL -> number(text.equals("true") || text.equals("1") ? 1 : 0, 4);
            case INT8,
                    INT16,
                    INT32,
                    INT64,
                    UINT8,
                    UINT16,
                    UINT32,
                    UINT64,
                    ERRNO,
                    FD,
                    PID,
                    SYSCALLID,
                    SIGTYPE,
                    RELTIME,
                    ABSTIME,
                    PORT,
                    L4PROTO,
                    SOCKFAMILY,
                    FLAGS8,
                    FLAGS16,
                    FLAGS32,
                    UID,
                    GID,
                    SIGSET,
                    MODE,
                    ENUMFLAGS8,
                    ENUMFLAGS16,
                    ENUMFLAGS32 ->
                    number(value(parameter, text), parameter.type().size());
            case NONE, CHARBUFARRAY, CHARBUF_PAIR_ARRAY, IPV4NET, IPV6NET, IPNET ->
                    throw new IllegalArgumentException(
                            "the parameter '"
                                    + parameter.name()
                                    + "' of "
                                    + type.name()
                                    + " cannot be written in a sample");
        };
    }

    static byte[] ended(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Words, each with a NUL behind it. */
    static byte[] list(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        words.forEach(word -> out.writeBytes(ended(word)));
        return out.toByteArray();
    }

    static byte[] number(long value, int size) {
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return java.util.Arrays.copyOf(bytes, size);
    }

    private static byte[] bytes(String name, String text) {
        if (text.startsWith("hex:")) {
            return HexFormat.of().parseHex(text.substring(4));
        }
        boolean isList = name.equals("args") || name.equals("env") || name.equals("cgroups");
        return isList ? list(List.of(text.split(" ", -1))) : text.getBytes(StandardCharsets.UTF_8);
    }

    /** A number, or the names of bits or of a value with bars between them. */
    static long value(Parameter parameter, String text) {
        if (!text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-')) {
            try {
                return Long.decode(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no number for " + parameter.name(), e);
            }
        }
        if (parameter.type() == ParameterType.ERRNO || parameter.type() == ParameterType.FD) {
            return -error(text);
        }
        FlagTable table =
                parameter
                        .flags()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "'" + text + "' is no number for " + parameter.name()));
        long value = 0;
        for (String word : text.split("\\|", -1)) {
            Optional<FlagTable.Symbol> symbol =
                    table.symbols().stream().filter(known -> known.name().equals(word)).findFirst();
            value |=
                    symbol.orElseThrow(() ->
                                    new IllegalArgumentException(
                                            parameter.name() + " knows no '" + word + "'"))
                            .value();
        }
        return value;
    }

    /** The errors that samples use, by their names. */
    static long error(String name) {
        return switch (name) {
            case "EPERM" -> 1;
            case "ENOENT" -> 2;
            case "EBADF" -> 9;
            case "EAGAIN" -> 11;
            case "EACCES" -> 13;
            case "EEXIST" -> 17;
            case "EINVAL" -> 22;
            case "ETIMEDOUT" -> 110;
            case "ECONNREFUSED" -> 111;
            case "EINPROGRESS" -> 115;
            case "AT_FDCWD" -> 100;
            default ->
                    throw new IllegalArgumentException(
                            "the error '" + name + "' is not known here");
        };
    }

    static byte[] ip(String text) {
        try {
            Constant constant =
                    Constants.read(FieldType.ADDRESS, Operator.EQUAL, text, new Place(0, 0, 1, 1));
            if (constant instanceof Constant.Address address) {
                return address.bytes().toArray();
            }
        } catch (InvalidCondition e) {
            throw new IllegalArgumentException("'" + text + "' is no IP address", e);
        }
        throw new IllegalArgumentException("'" + text + "' is no IP address");
    }

    private record End(Bytes address, int port) {
        static End of(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("'" + text + "' is no address with a port");
            }
            String host = text.substring(0, colon);
            String bare =
                    host.startsWith("[") && host.endsWith("]")
                            ? host.substring(1, host.length() - 1)
                            : host;
            try {
                return new End(Bytes.of(ip(bare)), Integer.parseInt(text.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' has no port", e);
            }
        }

        void write(ByteArrayOutputStream out) {
            out.writeBytes(address.toArray());
            out.write(port);
            out.write(port >> 8);
        }
    }

    /** {@code 1.2.3.4:80}, {@code [::1]:80}, or a path of a socket of UNIX. */
    static byte[] address(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (text.startsWith("/") || text.startsWith("@")) {
            out.write(1);
            out.writeBytes(ended(text));
        } else {
            End end = End.of(text);
            out.write(end.address().length() == 4 ? 2 : 10);
            end.write(out);
        }
        return out.toByteArray();
    }

    /** {@code source:port->destination:port}, or a path of a socket of UNIX. */
    static byte[] tuple(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (text.startsWith("/") || text.startsWith("@")) {
            out.write(1);
            out.writeBytes(number(0, 8));
            out.writeBytes(number(0xFFFF_8880_0000_0001L, 8));
            out.writeBytes(ended(text));
            return out.toByteArray();
        }
        int arrow = text.indexOf("->");
        if (arrow < 0) {
            throw new IllegalArgumentException("'" + text + "' has no -> between its ends");
        }
        End source = End.of(text.substring(0, arrow));
        End destination = End.of(text.substring(arrow + 2));
        if (source.address().length() != destination.address().length()) {
            throw new IllegalArgumentException("'" + text + "' mixes IPv4 and IPv6");
        }
        out.write(source.address().length() == 4 ? 2 : 10);
        source.write(out);
        destination.write(out);
        return out.toByteArray();
    }

    /** {@code fd:events,...}. */
    private static byte[] descriptors(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] items = text.isEmpty() ? new String[0] : text.split(",", -1);
        out.writeBytes(number(items.length, 2));
        for (String item : items) {
            String[] parts = item.split(":", -1);
            out.writeBytes(number(Long.parseLong(parts[0]), 8));
            out.writeBytes(number(parts.length > 1 ? Long.decode(parts[1]) : 1, 2));
        }
        return out.toByteArray();
    }

    /** {@code selector:number}; the first alternative when there is no selector. */
    private static byte[] dynamic(Parameter parameter, String text) {
        int colon = text.indexOf(':');
        int selector = colon < 0 ? 0 : Integer.parseInt(text.substring(0, colon));
        for (Parameter.Alternative alternative : parameter.dynamic()) {
            if (alternative.selector() == selector) {
                int size = Math.max(1, alternative.type().size());
                byte[] value = number(Long.decode(text.substring(colon + 1)), size);
                byte[] bytes = new byte[1 + value.length];
                bytes[0] = (byte) selector;
                System.arraycopy(value, 0, bytes, 1, value.length);
                return bytes;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' selects nothing that " + parameter.name() + " can be");
    }
}
