package io.pratique.runtime.state;

import io.pratique.runtime.capture.EventLayouts;
import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.FlagTable;
import io.pratique.runtime.event.Parameter;
import io.pratique.runtime.event.ParameterType;
import io.pratique.runtime.event.PrintFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parameters of events as text, as {@code evt.args} and {@code evt.arg.NAME} show them:
 * a plain form, such as a number, and a resolved form, such as the names of its bits.
 */
final class ArgumentText {
    private static final Ready[][] READY = ready();
    private static final Text[] CALLS = calls();

    private final SystemState state;
    private final TextBuilder plain = new TextBuilder();
    private final TextBuilder resolved = new TextBuilder();

    ArgumentText(SystemState state) {
        this.state = state;
    }

    /** The symbols of a table, ready for writing. */
    private static final class Symbols {
        private final Text[] names;
        private final long[] values;

        private Symbols(Text[] names, long[] values) {
            this.names = names;
            this.values = values;
        }
    }

    /** A parameter's name, and the symbols of its bits, or null. */
    private static final class Ready {
        private final Text name;
        private final @Nullable Symbols symbols;

        private Ready(Parameter parameter) {
            this.name = Text.of(parameter.name());
            this.symbols = parameter.flags().map(ArgumentText::symbols).orElse(null);
        }
    }

    private static Ready[][] ready() {
        EventLayouts layouts = EventLayouts.standard();
        Ready[][] all = new Ready[layouts.size()][];
        for (int i = 0; i < all.length; i++) {
            all[i] =
                    layouts.type(i).orElseThrow().parameters().stream()
                            .map(Ready::new)
                            .toArray(Ready[]::new);
        }
        return all;
    }

    private static Text[] calls() {
        Text[] calls = new Text[1 << 11];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = EventTable.standard().systemCall(i).map(Text::of).orElse(Text.of("unknown"));
        }
        return calls;
    }

    private static Symbols symbols(FlagTable table) {
        List<FlagTable.Symbol> list = table.symbols();
        return new Symbols(
                list.stream().map(symbol -> Text.of(symbol.name())).toArray(Text[]::new),
                list.stream().mapToLong(FlagTable.Symbol::value).toArray());
    }

    /** Writes {@code name=plain(resolved)} for every parameter, with blanks between them. */
    void all(TextBuilder out) {
        RawEvent event = state.event;
        Ready[] ready = READY[event.type().number()];
        out.clear();
        if (event.isBare() || event.type().name().equals("syscall")) {
            return;
        }
        for (int i = 0; i < event.count(); i++) {
            write(event, i);
            if (i > 0) {
                out.add(' ');
            }
            out.addText(ready[i].name).add('=');
            out.add(plain.bytes(), 0, plain.length());
            if (resolved.length() > 0) {
                out.add('(').add(resolved.bytes(), 0, resolved.length()).add(')');
            }
        }
    }

    /** Writes the resolved form of a parameter, or the plain one when that is all there is. */
    void one(int index, TextBuilder out) {
        write(state.event, index);
        TextBuilder best = resolved.length() > 0 ? resolved : plain;
        out.clear().add(best.bytes(), 0, best.length());
    }

    private void write(RawEvent event, int index) {
        plain.clear();
        resolved.clear();
        if (!event.has(index)) {
            plain.add("NULL");
            return;
        }
        Parameter parameter = event.type().parameters().get(index);
        ParameterType type = parameter.type();
        PrintFormat format = parameter.format();
        byte[] bytes = event.bytes(index);
        int from = event.offset(index);
        int length = event.length(index);
        if (type == ParameterType.DYN) {
            int selector = bytes[from] & 0xFF;
            type = ParameterType.BYTEBUF;
            for (Parameter.Alternative alternative : parameter.dynamic()) {
                if (alternative.selector() == selector) {
                    type = alternative.type();
                    format = alternative.format();
                }
            }
            from++;
            length--;
        }
        long number = type.size() == 0 ? 0 : number(bytes, from, length, type.isSigned());
        switch (type) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, SIGSET, PORT ->
                    number(number, format, type, length);
            case ERRNO -> {
                number(number, format, type, length);
                if (number < 0) {
                    error(number);
                }
            }
            case FD -> descriptor(number);
            case PID -> {
                plain.number(number);
                ThreadState thread = state.threadOf(number);
                if (thread != null && thread.isKnown) {
                    resolved.add(thread.name);
                }
            }
            case CHARBUF -> text(bytes, from, length);
            case FSPATH, FSRELPATH -> {
                int size = event.textLength(index);
                text(bytes, from, size);
                ThreadState thread = state.thread;
                if (thread != null && size > 0 && bytes[from] != '/') {
                    state.path(index, parameter.directory(), resolved);
                }
            }
            case BYTEBUF -> printable(bytes, from, length);
            case SOCKADDR -> Sockets.writeAddress(plain, bytes, from, length);
            case SOCKTUPLE -> Sockets.writeTuple(plain, bytes, from, length);
            case FDLIST -> descriptors(bytes, from, length);
            case SYSCALLID -> {
                plain.number(number);
                if (number >= 0 && number < CALLS.length) {
                    resolved.addText(CALLS[(int) number]);
                }
            }
            case SIGTYPE -> {
                plain.number(number);
                Text name = SystemNames.signal(number);
                if (name != null) {
                    resolved.addText(name);
                }
            }
            case RELTIME -> {
                if (number == -1) {
                    plain.add("none");
                } else {
                    plain.unsigned(number);
                    resolved.addUnicode(seconds(number)).add('s');
                }
            }
            case ABSTIME -> Times.dateTime(plain, number);
            case FLAGS8, FLAGS16, FLAGS32 -> {
                number(number, format == PrintFormat.HEX ? PrintFormat.DEC : format, type, length);
                bits(READY[event.type().number()][index].symbols, number);
            }
            case ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 -> {
                plain.unsigned(number);
                value(READY[event.type().number()][index].symbols, number);
            }
            case MODE -> {
                plain.add('0').octal(number);
                bits(READY[event.type().number()][index].symbols, number);
            }
            case UID -> user(number);
            case GID -> group(number);
            case BOOL -> plain.add(number == 0 ? "false" : "true");
            case DOUBLE -> plain.addUnicode(Double.toString(Double.longBitsToDouble(number)));
            case IPV4ADDR -> plain.address(bytes, from, Math.min(4, length));
            case IPV6ADDR, IPADDR ->
                    plain.address(bytes, from, length >= 16 ? 16 : length >= 4 ? 4 : 0);
            case NONE,
                    DYN,
                    L4PROTO,
                    SOCKFAMILY,
                    CHARBUFARRAY,
                    CHARBUF_PAIR_ARRAY,
                    IPV4NET,
                    IPV6NET,
                    IPNET ->
                    printable(bytes, from, length);
        }
    }

    static long number(byte[] bytes, int from, int length, boolean isSigned) {
        long value = 0;
        int size = Math.min(8, length);
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | (bytes[from + i] & 0xFF);
        }
        if (isSigned && size > 0 && size < 8) {
            int shift = 64 - 8 * size;
            return value << shift >> shift;
        }
        return value;
    }

    private void number(long number, PrintFormat format, ParameterType type, int length) {
        switch (format) {
            case HEX -> {
                long bits = length < 8 ? number & (1L << 8 * length) - 1 : number;
                plain.hex(bits, true);
            }
            case OCT -> plain.add(number == 0 ? "" : "0").octal(number);
            case NA, DEC, PADDED_DEC, ID, DIR -> {
                if (type.isSigned()) {
                    plain.number(number);
                } else {
                    plain.unsigned(number);
                }
            }
        }
    }

    private void error(long number) {
        Text name = SystemNames.error(number);
        if (name != null) {
            resolved.addText(name);
        }
    }

    private void descriptor(long number) {
        plain.number(number);
        if (number == Flags.AT_FDCWD) {
            resolved.add("AT_FDCWD");
        } else if (number < 0) {
            error(number);
        } else {
            ThreadState thread = state.thread;
            Descriptor found = thread == null ? null : thread.process.files.get(number);
            if (found != null) {
                resolved.add('<').add(found.kind.letter());
                if (found.kind.isInternet()) {
                    switch (found.protocol) {
                        case Descriptor.TCP -> resolved.add('t');
                        case Descriptor.UDP -> resolved.add('u');
                        case Descriptor.ICMP -> resolved.add('i');
                        case Descriptor.RAW -> resolved.add('r');
                        default -> {
                            // Not known: nothing is written.
                        }
                    }
                }
                resolved.add('>').add(found.name);
            }
        }
    }

    private void descriptors(byte[] bytes, int from, int length) {
        if (length < 2) {
            return;
        }
        int count = (bytes[from] & 0xFF) | (bytes[from + 1] & 0xFF) << 8;
        ThreadState thread = state.thread;
        for (int i = 0; i < count && 2 + (i + 1) * 10 <= length; i++) {
            int at = from + 2 + i * 10;
            long number = number(bytes, at, 8, true);
            Descriptor found = thread == null ? null : thread.process.files.get(number);
            if (i > 0) {
                plain.add(' ');
            }
            plain.number(number).add(':').add(found == null ? '?' : found.kind.letter());
            plain.hex(number(bytes, at + 8, 2, false), false);
        }
    }

    private void text(byte[] bytes, int from, int length) {
        int size = Sockets.textLength(bytes, from, length);
        plain.add(bytes, from, size);
    }

    /** Bytes that are no letter, digit or sign of ASCII become dots. */
    private void printable(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            plain.add(bytes[i] >= ' ' && bytes[i] < 127 ? bytes[i] : '.');
        }
    }

    private void bits(@Nullable Symbols symbols, long number) {
        if (symbols == null) {
            return;
        }
        long left = number;
        for (int i = 0; i < symbols.values.length; i++) {
            long value = symbols.values[i];
            boolean fits = value == 0 ? number == 0 : left != 0 && (left & value) == value;
            if (value == number || fits) {
                if (resolved.length() > 0) {
                    resolved.add('|');
                }
                resolved.addText(symbols.names[i]);
                left &= ~value;
                if (value == number) {
                    break;
                }
            }
        }
    }

    private void value(@Nullable Symbols symbols, long number) {
        for (int i = 0; symbols != null && i < symbols.values.length; i++) {
            if (symbols.values[i] == number) {
                resolved.addText(symbols.names[i]);
                break;
            }
        }
    }

    private void user(long uid) {
        if (uid == ThreadState.NO_ID) {
            plain.add("-1");
            resolved.add("<NONE>");
            return;
        }
        plain.unsigned(uid);
        ThreadState thread = state.thread;
        Users.User user = state.users.user(thread == null ? null : thread.container, uid);
        if (user != null) {
            resolved.add(user.name());
        }
    }

    private void group(long gid) {
        if (gid == ThreadState.NO_ID) {
            plain.add("-1");
            resolved.add("<NONE>");
            return;
        }
        plain.unsigned(gid);
        ThreadState thread = state.thread;
        byte[] name = state.users.group(thread == null ? null : thread.container, gid);
        if (name != null) {
            resolved.add(name);
        }
    }

    private static String seconds(long nanoseconds) {
        return java.math.BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros().toPlainString();
    }
}
