package io.pratique.runtime.state;

import io.pratique.runtime.capture.DescriptorKind;
import io.pratique.runtime.capture.EventLayouts;
import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.event.EventCategory;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.field.FieldRead;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.filter.FieldReader;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.filter.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Readers of fields over the current event and the state. Meanings are those of falcosecurity/libs;
 * what is not known there is written as {@code <NA>} and has no value here.
 */
final class Fields implements FieldSource {
    private static final FieldReader NEVER = _ -> false;
    private static final Text LEAVING = Text.of("<");
    private static final Text ENTERING = Text.of(">");
    private static final Text SUCCESS = Text.of("SUCCESS");
    private static final Text SYSCALL = Text.of("syscall");
    private static final Text HOST = Text.of("host");
    private static final Text READ = Text.of("read");
    private static final Text WRITE = Text.of("write");
    private static final Text ZERO_TIME = Text.of("0ns");
    private static final Text UNKNOWN = Text.of("unknown");
    private static final Text FILE = Text.of("file");
    private static final Text NET = Text.of("net");
    private static final Text IPC = Text.of("ipc");
    private static final Text IP = Text.of("ip");
    private static final Text UNIX = Text.of("unix");
    private static final Text[] PROTOCOLS = {
        Text.of(""), Text.of("tcp"), Text.of("udp"), Text.of("icmp"), Text.of("raw")
    };
    private static final Text[] KINDS = kinds();
    private static final Text[] LETTERS = letters();
    private static final Text[] CATEGORIES = categories();
    private static final long BILLION = 1_000_000_000L;

    /** A chain of parents is never followed further; it may have a ring when numbers come again. */
    private static final int MAX_ANCESTORS = 128;

    private final SystemState state;

    Fields(SystemState state) {
        this.state = state;
    }

    private static Text[] kinds() {
        Text[] words = new Text[DescriptorKind.values().length];
        for (DescriptorKind kind : DescriptorKind.values()) {
            words[kind.ordinal()] = Text.of(kind.word());
        }
        return words;
    }

    private static Text[] letters() {
        Text[] words = new Text[DescriptorKind.values().length];
        for (DescriptorKind kind : DescriptorKind.values()) {
            words[kind.ordinal()] = Text.of(String.valueOf(kind.letter()));
        }
        return words;
    }

    private static Text[] categories() {
        Text[] words = new Text[EventCategory.values().length];
        for (EventCategory category : EventCategory.values()) {
            words[category.ordinal()] =
                    Text.of(
                            switch (category) {
                                case IPC -> "IPC";
                                case METAEVENT -> "meta";
                                default -> category.word();
                            });
        }
        return words;
    }

    @Override
    public FieldReader reader(FieldRead field) {
        return switch (field.field().group()) {
            case "event", "gen_event" -> event(field);
            case "fd" -> descriptor(field);
            case "fdlist" -> descriptors(field.field().name());
            case "fspath" -> path(field.field().name());
            case "user", "group" -> user(field.field().name());
            case "thread" -> thread(field);
            case "container" -> container(field);
            case "utils" -> count();
            default -> NEVER;
        };
    }

    private static boolean give(Value into, @Nullable Text text) {
        if (text == null || text.length() == 0) {
            into.setNone();
            return false;
        }
        text.give(into);
        return true;
    }

    /** Text that is not known when it is empty. */
    private static boolean giveKnown(Value into, byte @Nullable [] text) {
        if (text == null || text.length == 0) {
            into.setNone();
            return false;
        }
        into.setBytes(text, 0, text.length);
        return true;
    }

    private FieldReader count() {
        long[] next = {0};
        return into -> {
            into.setNumber(next[0]++);
            return true;
        };
    }

    // ---- events

    private FieldReader event(FieldRead field) {
        TextBuilder text = new TextBuilder();
        String name = field.field().name();
        return switch (name) {
            case "evt.num" -> number(() -> state.event.number());
            case "evt.time" ->
                    time(
                            text,
                            t -> {
                                Times.time(text, t);
                                Times.fraction(text, t);
                            });
            case "evt.time.s" -> time(text, t -> Times.time(text, t));
            case "evt.outputtime" -> time(text, t -> Times.dateTime(text, t));
            case "evt.time.iso8601" ->
                    time(
                            text,
                            t -> {
                                Times.date(text, t);
                                text.add('T');
                                Times.time(text, t);
                                Times.fraction(text, t);
                                text.add('Z');
                            });
            case "evt.datetime" -> time(text, t -> Times.dateTime(text, t));
            case "evt.datetime.s" ->
                    time(
                            text,
                            t -> {
                                Times.date(text, t);
                                text.add(' ');
                                Times.time(text, t);
                            });
            case "evt.rawtime" -> number(() -> state.event.time());
            case "evt.rawtime.s" -> number(() -> state.event.time() / BILLION);
            case "evt.rawtime.ns" -> number(() -> state.event.time() % BILLION);
            case "evt.reltime" -> number(() -> state.event.time() - state.firstTime);
            case "evt.reltime.s" -> number(() -> (state.event.time() - state.firstTime) / BILLION);
            case "evt.reltime.ns" -> number(() -> (state.event.time() - state.firstTime) % BILLION);
            case "evt.deltatime" -> number(() -> state.event.time() - state.previousTime);
            case "evt.deltatime.s" ->
                    number(() -> (state.event.time() - state.previousTime) / BILLION);
            case "evt.deltatime.ns" ->
                    number(() -> (state.event.time() - state.previousTime) % BILLION);
            // Calls are one event now, so their time is not known; libs gives zeros.
            case "evt.latency",
                    "evt.latency.s",
                    "evt.latency.ns",
                    "evt.latency.quantized",
                    "evt.wait_latency" ->
                    number(() -> 0);
            case "evt.latency.human" -> into -> give(into, ZERO_TIME);
            case "evt.dir" -> into -> give(into, state.facts.isEnter ? ENTERING : LEAVING);
            case "evt.source" -> into -> give(into, SYSCALL);
            case "evt.is_async" -> truth(() -> state.facts.action == Action.ASYNC);
            case "evt.asynctype" -> {
                int index = parameter("asyncevent", "name");
                yield into ->
                        state.facts.action == Action.ASYNC && giveText(into, state.event, index);
            }
            case "evt.hostname" ->
                    into -> {
                        String host = state.machine().hostname();
                        if (host.isEmpty()) {
                            return false;
                        }
                        text.clear().addUnicode(host).give(into);
                        return true;
                    };
            case "evt.type" -> type(false);
            case "syscall.type" -> type(true);
            case "evt.type.is" -> typeIs(field.argument());
            case "evt.category" -> into -> give(into, category());
            case "evt.cpu" -> number(() -> state.event.cpu());
            case "evt.args", "evt.info" -> {
                ArgumentText arguments = new ArgumentText(state);
                yield into -> {
                    arguments.all(text);
                    text.give(into);
                    return true;
                };
            }
            case "evt.arg" -> argument(field, text);
            case "evt.rawarg" -> rawArgument(field);
            case "evt.buffer" -> raw("data");
            case "evt.buflen" -> bufferLength(true, true, Place.ANY);
            case "evt.buflen.in" -> bufferLength(true, false, Place.ANY);
            case "evt.buflen.out" -> bufferLength(false, true, Place.ANY);
            case "evt.buflen.file" -> bufferLength(true, true, Place.FILE);
            case "evt.buflen.file.in" -> bufferLength(true, false, Place.FILE);
            case "evt.buflen.file.out" -> bufferLength(false, true, Place.FILE);
            case "evt.buflen.net" -> bufferLength(true, true, Place.NET);
            case "evt.buflen.net.in" -> bufferLength(true, false, Place.NET);
            case "evt.buflen.net.out" -> bufferLength(false, true, Place.NET);
            case "evt.res" -> result(text);
            case "evt.rawres" ->
                    into -> {
                        into.setNumber(state.result);
                        return state.hasResult;
                    };
            case "evt.failed", "evt.count.error" -> failure(() -> true);
            case "evt.count.error.file" -> failure(() -> errorPlace() == Place.FILE);
            case "evt.count.error.net" -> failure(() -> errorPlace() == Place.NET);
            case "evt.count.error.memory" -> failure(() -> isMemory() && state.descriptor == null);
            case "evt.count.error.other" -> failure(() -> errorPlace() == Place.ANY && !isMemory());
            case "evt.is_io" -> truth(() -> state.facts.reads || state.facts.writes);
            case "evt.is_io_read" -> truth(() -> state.facts.reads);
            case "evt.is_io_write" -> truth(() -> state.facts.writes);
            case "evt.io_dir" ->
                    into ->
                            give(
                                    into,
                                    state.facts.writes ? WRITE : state.facts.reads ? READ : null);
            case "evt.is_wait" -> truth(() -> state.facts.isWaiting);
            case "evt.is_syslog" -> {
                Text log = Text.of("/dev/log");
                yield truth(() -> {
                    Descriptor found = state.descriptor;
                    return found != null && state.facts.writes && endsWith(found.name, log.bytes());
                });
            }
            case "evt.count" -> number(() -> 1);
            case "evt.count.exit" ->
                    into -> {
                        into.setNumber(1);
                        return !state.facts.isEnter;
                    };
            case "evt.count.procinfo" ->
                    number(() -> {
                        ThreadState thread = state.thread;
                        return isProcinfo() && thread != null && thread.isMain() ? 1 : 0;
                    });
            case "evt.count.threadinfo" -> number(() -> isProcinfo() ? 1 : 0);
            case "evt.abspath" -> absolutePath(field.argument(), text);
            case "evt.is_open_read" -> open(flags -> (flags & Flags.O_RDONLY) != 0);
            case "evt.is_open_write" -> open(flags -> (flags & Flags.O_WRONLY) != 0);
            case "evt.is_open_create" ->
                    open(flags ->
                            (flags & Flags.O_F_CREATED) != 0
                                    || ((flags & Flags.O_TMPFILE) != 0
                                            && state.hasResult
                                            && state.result >= 0));
            case "evt.is_open_exec" -> openExec();
            case "evt.around" -> {
                long center = parseTime(field.argument());
                // The filter compares with a distance in milliseconds.
                yield number(() -> Math.abs(state.event.time() - center) / 1_000_000);
            }
            default -> NEVER;
        };
    }

    private boolean isProcinfo() {
        return state.facts.type.name().equals("procinfo");
    }

    private static long parseTime(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Gives a number. */
    @FunctionalInterface
    private interface Whole {
        long get();
    }

    /** Gives a boolean. */
    @FunctionalInterface
    private interface Truth {
        boolean get();
    }

    /** Writes a time. */
    @FunctionalInterface
    private interface TimeWriter {
        void write(long nanoseconds);
    }

    private static FieldReader number(Whole whole) {
        return into -> {
            into.setNumber(whole.get());
            return true;
        };
    }

    private static FieldReader truth(Truth truth) {
        return into -> {
            into.setBoolean(truth.get());
            return true;
        };
    }

    private FieldReader time(TextBuilder text, TimeWriter writer) {
        return into -> {
            text.clear();
            writer.write(state.event.time());
            text.give(into);
            return true;
        };
    }

    private static boolean giveText(Value into, RawEvent event, int index) {
        if (!event.has(index)) {
            return false;
        }
        into.setBytes(event.bytes(index), event.offset(index), event.textLength(index));
        return true;
    }

    private static int parameter(String type, String name) {
        for (EventType candidate : EventTable.standard().types()) {
            if (candidate.name().equals(type) && candidate.indexOf(name) >= 0) {
                return candidate.indexOf(name);
            }
        }
        return -1;
    }

    private FieldReader type(boolean isSystemCallOnly) {
        EventTable table = EventTable.standard();
        Text[] calls = new Text[1 << 11];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = table.systemCall(i).map(Text::of).orElse(UNKNOWN);
        }
        int asyncName = parameter("asyncevent", "name");
        return into -> {
            TypeFacts facts = state.facts;
            if (isSystemCallOnly && !facts.type.categories().contains(EventCategory.SYSCALL)) {
                return false;
            }
            if (facts.type.number() == 1 && state.event.has(0)) {
                long code = state.event.unsigned(0);
                return give(into, code < calls.length ? calls[(int) code] : UNKNOWN);
            }
            if (facts.action == Action.ASYNC && giveText(into, state.event, asyncName)) {
                return true;
            }
            return give(into, facts.name);
        };
    }

    private FieldReader typeIs(String argument) {
        boolean isNumber = argument.chars().allMatch(Character::isDigit);
        if (isNumber) {
            int wanted = argument.length() > 9 ? -1 : Integer.parseInt(argument);
            return number(() -> state.facts.type.number() == wanted ? 1 : 0);
        }
        return number(() -> state.facts.type.name().equals(argument) ? 1 : 0);
    }

    /** Where an event's descriptor leads. */
    private enum Place {
        ANY,
        FILE,
        NET
    }

    private Text category() {
        EventCategory category = state.facts.category;
        return switch (category) {
            case IO_READ, IO_WRITE, IO_OTHER -> {
                Descriptor found = state.descriptor;
                if (found == null) {
                    yield UNKNOWN;
                }
                yield switch (found.kind) {
                    case FILE, OLD_FILE, DIRECTORY -> FILE;
                    case IPV4, IPV6, IPV4_SERVER, IPV6_SERVER -> NET;
                    case PIPE, UNIX, EVENT, SIGNAL, EVENT_POLL, INOTIFY, TIMER -> IPC;
                    case UNKNOWN, UNSUPPORTED, NETLINK, BPF, USERFAULT, IO_URING, MEMORY, PIDFD ->
                            UNKNOWN;
                };
            }
            default -> CATEGORIES[category.ordinal()];
        };
    }

    private boolean isMemory() {
        return state.facts.category == EventCategory.MEMORY;
    }

    private Place errorPlace() {
        Descriptor found = state.descriptor;
        if (found != null) {
            return found.kind.isFile() || found.kind == DescriptorKind.DIRECTORY
                    ? Place.FILE
                    : found.kind.isSocket() ? Place.NET : Place.ANY;
        }
        return switch (state.facts.action) {
            case OPEN -> Place.FILE;
            case ACCEPT, CONNECT -> Place.NET;
            default -> Place.ANY;
        };
    }

    private FieldReader failure(Truth applies) {
        return into -> {
            if (!state.hasResult || !applies.get()) {
                return false;
            }
            into.setBoolean(state.result < 0);
            return true;
        };
    }

    private FieldReader result(TextBuilder text) {
        return into -> {
            if (!state.hasResult) {
                return false;
            }
            if (state.result >= 0) {
                return give(into, SUCCESS);
            }
            Text name = SystemNames.error(state.result);
            if (name != null) {
                name.give(into);
            } else {
                text.clear().number(state.result).give(into);
            }
            return true;
        };
    }

    private FieldReader bufferLength(boolean reads, boolean writes, Place place) {
        return into -> {
            Descriptor found = state.descriptor;
            EventCategory category = state.facts.category;
            boolean isAnyIo =
                    reads
                            && writes
                            && (category == EventCategory.IO_READ
                                    || category == EventCategory.IO_WRITE
                                    || category == EventCategory.IO_OTHER);
            boolean fits =
                    isAnyIo
                            || (reads && !writes && category == EventCategory.IO_READ)
                            || (writes && !reads && category == EventCategory.IO_WRITE);
            boolean isThere =
                    found != null
                            && switch (place) {
                                case ANY -> true;
                                case FILE -> found.kind.isFile();
                                case NET -> found.kind.isInternet();
                            };
            into.setNumber(state.result);
            return fits && isThere && state.hasResult && state.result >= 0;
        };
    }

    private static boolean endsWith(byte[] name, byte[] end) {
        return name.length >= end.length
                && Arrays.equals(name, name.length - end.length, name.length, end, 0, end.length);
    }

    /** Finds a parameter by its name, with a place for every type worked out once. */
    private static int[] places(String name) {
        EventLayouts layouts = EventLayouts.standard();
        int[] places = new int[layouts.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = layouts.type(i).map(type -> type.indexOf(name)).orElse(-1);
        }
        return places;
    }

    private FieldReader argument(FieldRead field, TextBuilder text) {
        ArgumentText arguments = new ArgumentText(state);
        int fixed = field.index();
        int[] places = fixed >= 0 ? new int[0] : places(field.argument());
        return into -> {
            RawEvent event = state.event;
            int index = fixed >= 0 ? fixed : places[event.type().number()];
            if (index < 0 || index >= event.count() || event.isBare()) {
                return false;
            }
            arguments.one(index, text);
            text.give(into);
            return true;
        };
    }

    private FieldReader raw(String name) {
        int[] places = places(name);
        return into -> {
            RawEvent event = state.event;
            int index = places[event.type().number()];
            if (!event.has(index)) {
                return false;
            }
            into.setBytes(event.bytes(index), event.offset(index), event.length(index));
            return true;
        };
    }

    private FieldReader rawArgument(FieldRead field) {
        int fixed = field.index();
        int[] places = fixed >= 0 ? new int[0] : places(field.argument());
        FieldType type = field.type();
        return into -> {
            RawEvent event = state.event;
            int index = fixed >= 0 ? fixed : places[event.type().number()];
            if (!event.has(index)) {
                return false;
            }
            switch (type.kind()) {
                case TEXT ->
                        into.setBytes(
                                event.bytes(index), event.offset(index), event.textLength(index));
                case BYTES, ADDRESS, NETWORK ->
                        into.setBytes(event.bytes(index), event.offset(index), event.length(index));
                case REAL -> into.setReal(Double.longBitsToDouble(event.signed(index)));
                case BOOL -> into.setBoolean(event.signed(index) != 0);
                case NUMBER -> {
                    boolean isSigned = event.type().parameters().get(index).type().isSigned();
                    into.setNumber(isSigned ? event.signed(index) : event.unsigned(index));
                }
            }
            return true;
        };
    }

    /** Looks at flags of open. */
    @FunctionalInterface
    private interface FlagTest {
        boolean test(long flags);
    }

    private FieldReader open(FlagTest test) {
        int[] places = places("flags");
        return into -> {
            boolean holds = false;
            if (state.facts.action == Action.OPEN) {
                int index = places[state.event.type().number()];
                holds = index >= 0 && test.test(state.event.unsigned(index, 0));
            }
            into.setBoolean(holds);
            return true;
        };
    }

    private FieldReader openExec() {
        int[] flagPlaces = places("flags");
        int[] modePlaces = places("mode");
        return into -> {
            boolean holds = false;
            if (state.facts.action == Action.OPEN) {
                int number = state.event.type().number();
                int flags = flagPlaces[number];
                boolean creates =
                        flags < 0
                                || (state.event.unsigned(flags, 0)
                                                & (Flags.O_TMPFILE | Flags.O_CREAT))
                                        != 0;
                holds = creates && (state.event.unsigned(modePlaces[number], 0) & 0x49) != 0;
            }
            into.setBoolean(holds);
            return true;
        };
    }

    private FieldReader absolutePath(String side, TextBuilder text) {
        boolean isTarget = side.equals("dst");
        int[] places = new int[state.facts.type.number() + 1 + 1024];
        Arrays.fill(places, -1);
        EventLayouts layouts = EventLayouts.standard();
        for (int i = 0; i < layouts.size(); i++) {
            EventType type = layouts.type(i).orElseThrow();
            String name =
                    switch (type.name()) {
                        case "renameat", "renameat2", "linkat" -> isTarget ? "newpath" : "oldpath";
                        case "symlinkat" -> "linkpath";
                        case "openat", "openat2", "unlinkat" -> "name";
                        case "open_by_handle_at", "mkdirat" -> "path";
                        case "fchmodat" -> "filename";
                        case "fchownat" -> "pathname";
                        default -> "";
                    };
            places[i] = type.isEnter() || name.isEmpty() ? -1 : type.indexOf(name);
        }
        return into -> {
            RawEvent event = state.event;
            int index = places[event.type().number()];
            if (!event.has(index)
                    || !state.path(index, event.type().parameters().get(index).directory(), text)) {
                return false;
            }
            text.give(into);
            return true;
        };
    }

    // ---- file descriptors

    /** Reads something of the event's descriptor. */
    @FunctionalInterface
    private interface OfDescriptor {
        boolean read(Descriptor descriptor, Value into);
    }

    private FieldReader of(OfDescriptor reader) {
        return into -> {
            Descriptor found = state.descriptor;
            return found != null && state.facts.hasDescriptor && reader.read(found, into);
        };
    }

    private FieldReader descriptor(FieldRead field) {
        TextBuilder text = new TextBuilder();
        String name = field.field().name();
        return switch (name) {
            case "fd.num" ->
                    into -> {
                        into.setNumber(state.descriptorNumber);
                        return state.facts.hasDescriptor && state.thread != null;
                    };
            case "fd.type" -> of((found, into) -> give(into, KINDS[found.kind.ordinal()]));
            case "fd.types" -> types(field.index());
            case "fd.typechar" -> letter();
            case "fd.name" -> into -> name(text, into);
            case "fd.nameraw" -> rawName(text);
            case "fd.directory" -> directory(text, false);
            case "fd.containerdirectory" -> directory(text, true);
            case "fd.containername" -> {
                TextBuilder all = new TextBuilder();
                yield into -> {
                    if (!name(text, into)) {
                        return false;
                    }
                    inContainer(all, into);
                    return true;
                };
            }
            case "fd.filename" ->
                    of((found, into) -> {
                        if (!found.kind.isFile()) {
                            return false;
                        }
                        byte[] bytes = found.name;
                        int slash = lastSlash(bytes, bytes.length);
                        int from = slash == bytes.length - 1 ? 0 : slash + 1;
                        into.setBytes(bytes, from, bytes.length - from);
                        return bytes.length > 0;
                    });
            case "fd.uid" ->
                    into -> {
                        ThreadState thread = state.thread;
                        if (thread == null || !state.facts.hasDescriptor) {
                            return false;
                        }
                        text.clear().number(thread.tid).number(state.descriptorNumber).give(into);
                        return true;
                    };
            case "fd.ip", "fd.net" -> of(this::bothAddresses);
            case "fd.port", "fd.proto" -> of(this::bothPorts);
            case "fd.cip", "fd.cnet" -> of((found, into) -> client(found, into));
            case "fd.sip", "fd.snet" -> of((found, into) -> server(found, into));
            case "fd.lip", "fd.lnet" -> of((found, into) -> end(found, into, true));
            case "fd.rip", "fd.rnet" -> of((found, into) -> end(found, into, false));
            case "fd.cport" ->
                    of((found, into) -> {
                        into.setNumber(found.sourcePort);
                        return hasEnds(found);
                    });
            case "fd.sport" ->
                    of((found, into) -> {
                        boolean isServer = isServerKind(found);
                        into.setNumber(isServer ? found.sourcePort : found.destinationPort);
                        return isServer || hasEnds(found);
                    });
            case "fd.lport" ->
                    of((found, into) -> {
                        into.setNumber(isLocal(found) ? found.sourcePort : found.destinationPort);
                        return hasEnds(found);
                    });
            case "fd.rport" ->
                    of((found, into) -> {
                        into.setNumber(isLocal(found) ? found.destinationPort : found.sourcePort);
                        return hasEnds(found);
                    });
            case "fd.cproto" -> port(text, Descriptor::isSourceClient);
            case "fd.sproto" ->
                    of((found, into) -> {
                        boolean isServer = isServerKind(found);
                        text.clear()
                                .unsigned(isServer ? found.sourcePort : found.destinationPort)
                                .give(into);
                        return isServer || hasEnds(found);
                    });
            case "fd.lproto" ->
                    of((found, into) -> {
                        text.clear()
                                .unsigned(isLocal(found) ? found.sourcePort : found.destinationPort)
                                .give(into);
                        return hasEnds(found);
                    });
            case "fd.rproto" ->
                    of((found, into) -> {
                        text.clear()
                                .unsigned(isLocal(found) ? found.destinationPort : found.sourcePort)
                                .give(into);
                        return hasEnds(found);
                    });
            case "fd.l4proto" ->
                    of((found, into) ->
                            found.kind.isInternet() && give(into, PROTOCOLS[found.protocol]));
            case "fd.sockfamily" ->
                    of((found, into) ->
                            give(
                                    into,
                                    found.kind.isInternet()
                                            ? IP
                                            : found.kind == DescriptorKind.UNIX ? UNIX : null));
            case "fd.is_server" ->
                    of((found, into) -> {
                        boolean isServer =
                                isServerKind(found)
                                        || (found.kind.isInternet()
                                                && state.interfaces.isLocal(
                                                        found.destination, found.addressSize()));
                        into.setBoolean(isServer);
                        return true;
                    });
            case "fd.connected" ->
                    of((found, into) -> {
                        into.setBoolean(found.isConnected);
                        return true;
                    });
            case "fd.name_changed" ->
                    of((_, into) -> {
                        into.setBoolean(state.nameChanged);
                        return true;
                    });
            case "fd.dev" -> ofFile(found -> found.device);
            case "fd.dev.major" -> ofFile(found -> (found.device & 0xFFF00) >> 8);
            case "fd.dev.minor" ->
                    ofFile(found -> (found.device & 0xFF) | ((found.device >> 12) & 0xFFF00));
            case "fd.ino" ->
                    of((found, into) -> {
                        into.setNumber(found.inode);
                        return true;
                    });
            case "fd.is_upper_layer" ->
                    of((found, into) -> {
                        into.setBoolean(found.isUpperLayer());
                        return true;
                    });
            case "fd.is_lower_layer" ->
                    of((found, into) -> {
                        into.setBoolean(found.isLowerLayer());
                        return true;
                    });
            case "fd.cip.name" -> hostName(Fields::client);
            case "fd.sip.name" -> hostName(Fields::server);
            case "fd.lip.name" -> hostName((found, into) -> end(found, into, true));
            case "fd.rip.name" -> hostName((found, into) -> end(found, into, false));
            default -> NEVER;
        };
    }

    private FieldReader port(TextBuilder text, Predicate<Descriptor> isThere) {
        return of((found, into) -> {
            text.clear().unsigned(found.sourcePort).give(into);
            return isThere.test(found);
        });
    }

    private FieldReader ofFile(ToLongFunction<Descriptor> value) {
        return of((found, into) -> {
            into.setNumber(value.applyAsLong(found));
            return true;
        });
    }

    private static boolean isServerKind(Descriptor found) {
        return found.kind == DescriptorKind.IPV4_SERVER || found.kind == DescriptorKind.IPV6_SERVER;
    }

    /** Whether it is a connection of which it is known who began it. */
    private static boolean hasEnds(Descriptor found) {
        return found.isSourceClient();
    }

    /**
     * Whether the source is this end. Addresses of containers are not among those of the machine;
     * then who began the connection is this end.
     */
    private boolean isLocal(Descriptor found) {
        int size = found.addressSize();
        if (state.interfaces.isLocal(found.source, size)) {
            return true;
        }
        return !state.interfaces.isLocal(found.destination, size)
                && found.role == Descriptor.Role.CLIENT;
    }

    private static boolean client(Descriptor found, Value into) {
        into.setBytes(found.source, 0, found.addressSize());
        return hasEnds(found);
    }

    private static boolean server(Descriptor found, Value into) {
        boolean isServer = isServerKind(found);
        into.setBytes(isServer ? found.source : found.destination, 0, found.addressSize());
        return isServer || hasEnds(found);
    }

    private boolean end(Descriptor found, Value into, boolean wantsLocal) {
        boolean isSource = isLocal(found) == wantsLocal;
        into.setBytes(isSource ? found.source : found.destination, 0, found.addressSize());
        return hasEnds(found);
    }

    private FieldReader hostName(OfDescriptor address) {
        return of((found, into) ->
                address.read(found, into)
                        && give(into, state.hostName(into.bytes(), into.length())));
    }

    private boolean bothAddresses(Descriptor found, Value into) {
        into.beginList();
        if (!found.kind.isInternet()) {
            return false;
        }
        into.addItem().setBytes(found.source, 0, found.addressSize());
        if (!isServerKind(found)) {
            into.addItem().setBytes(found.destination, 0, found.addressSize());
        }
        return true;
    }

    private boolean bothPorts(Descriptor found, Value into) {
        into.beginList();
        if (!found.kind.isInternet()) {
            return false;
        }
        into.addItem().setNumber(found.sourcePort);
        if (!isServerKind(found)) {
            into.addItem().setNumber(found.destinationPort);
        }
        return true;
    }

    /**
     * The name of the descriptor; for a call that should have made one and failed, the name that it
     * was called with. Without a descriptor and without a name there is an empty text, as in libs.
     */
    private boolean name(TextBuilder text, Value into) {
        if (!state.facts.hasDescriptor || state.thread == null) {
            return false;
        }
        Descriptor found = state.descriptor;
        RawEvent event = state.event;
        int[] at = state.facts.indexes;
        boolean failed = state.hasResult && state.result < 0;
        text.clear();
        if (state.facts.action == Action.CONNECT && failed && event.has(at[0])) {
            Sockets.writeTuple(text, event.bytes(at[0]), event.offset(at[0]), event.length(at[0]));
        } else if (found != null) {
            return give(into, found.name);
        } else if (state.facts.action == Action.OPEN) {
            int name = at[0] >= 0 ? at[0] : at[5];
            if (event.has(name)) {
                state.path(name, at[2], text);
            }
        } else if (state.facts.action == Action.ACCEPT && event.has(at[0])) {
            Sockets.writeTuple(text, event.bytes(at[0]), event.offset(at[0]), event.length(at[0]));
        }
        text.give(into);
        return !state.facts.isEnter;
    }

    /** Puts the id of the container in front; on the host only a colon. */
    private void inContainer(TextBuilder all, Value into) {
        all.clear();
        ThreadState thread = state.thread;
        if (thread != null && thread.container != null) {
            all.add(thread.container.idBytes());
        }
        all.add(':').add(into.bytes(), into.offset(), into.length()).give(into);
    }

    private FieldReader rawName(TextBuilder text) {
        return into -> {
            if (!state.facts.hasDescriptor) {
                return false;
            }
            Descriptor found = state.descriptor;
            if (found != null) {
                if (!found.kind.isFile() && found.kind != DescriptorKind.DIRECTORY) {
                    return false;
                }
                return giveKnown(into, found.rawName);
            }
            if (state.facts.action != Action.OPEN) {
                return false;
            }
            int[] at = state.facts.indexes;
            int name = at[0] >= 0 ? at[0] : at[5];
            text.clear();
            return giveText(into, state.event, name);
        };
    }

    private static int lastSlash(byte[] bytes, int length) {
        for (int i = length - 1; i >= 0; i--) {
            if (bytes[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    private FieldReader directory(TextBuilder text, boolean withContainer) {
        TextBuilder all = new TextBuilder();
        return into -> {
            Descriptor found = state.descriptor;
            boolean isFile = found == null || found.kind.isFile();
            boolean isOther =
                    found != null && !found.kind.isFile() && found.kind != DescriptorKind.DIRECTORY;
            if (isOther || !name(text, into)) {
                return false;
            }
            if (isFile) {
                byte[] bytes = into.bytes();
                int length = into.length();
                int slash = lastSlash(bytes, length);
                if (slash <= 0) {
                    into.setBytes(ROOT, 0, 1);
                } else if (slash < length - 1) {
                    into.setBytes(bytes, 0, slash);
                }
            }
            if (withContainer) {
                inContainer(all, into);
            }
            return true;
        };
    }

    private static final byte[] ROOT = {'/'};

    private FieldReader letter() {
        return into -> {
            if (!state.facts.hasDescriptor || state.thread == null) {
                return false;
            }
            Descriptor found = state.descriptor;
            if (found != null) {
                return give(into, LETTERS[found.kind.ordinal()]);
            }
            DescriptorKind kind =
                    switch (state.facts.action) {
                        case OPEN -> DescriptorKind.FILE;
                        case SOCKET, ACCEPT -> DescriptorKind.IPV4;
                        case PIPE -> DescriptorKind.PIPE;
                        case NEW_EVENT -> DescriptorKind.EVENT;
                        case NEW_SIGNAL -> DescriptorKind.SIGNAL;
                        case NEW_TIMER -> DescriptorKind.TIMER;
                        case NEW_INOTIFY -> DescriptorKind.INOTIFY;
                        default -> DescriptorKind.UNKNOWN;
                    };
            return give(into, LETTERS[kind.ordinal()]);
        };
    }

    private FieldReader types(int index) {
        if (index >= 0) {
            return into -> {
                ThreadState thread = state.thread;
                Descriptor found =
                        thread == null || !state.facts.hasDescriptor
                                ? null
                                : thread.process.files.get(index);
                return found != null && give(into, KINDS[found.kind.ordinal()]);
            };
        }
        return into -> {
            ThreadState thread = state.thread;
            into.beginList();
            if (thread == null || !state.facts.hasDescriptor) {
                return false;
            }
            long seen = 0;
            for (@Nullable Descriptor found : thread.process.files.small()) {
                if (found == null) {
                    continue;
                }
                Text word = KINDS[found.kind.ordinal()];
                long bit = 1L << firstWith(found.kind);
                if (word.length() > 0 && (seen & bit) == 0) {
                    seen |= bit;
                    word.give(into.addItem());
                }
            }
            return true;
        };
    }

    /** Kinds with the same word count once. */
    private static int firstWith(DescriptorKind kind) {
        return switch (kind) {
            case FILE -> DescriptorKind.OLD_FILE.ordinal();
            case IPV4_SERVER -> DescriptorKind.IPV4.ordinal();
            case IPV6_SERVER -> DescriptorKind.IPV6.ordinal();
            default -> kind.ordinal();
        };
    }

    private FieldReader descriptors(String field) {
        TextBuilder text = new TextBuilder();
        int[] places = places("fds");
        return into -> {
            RawEvent event = state.event;
            ThreadState thread = state.thread;
            int index = places[event.type().number()];
            if (thread == null || !event.has(index)) {
                return false;
            }
            byte[] bytes = event.bytes(index);
            int from = event.offset(index);
            int length = event.length(index);
            int count = length < 2 ? 0 : (bytes[from] & 0xFF) | (bytes[from + 1] & 0xFF) << 8;
            text.clear();
            for (int i = 0; i < count && 2 + (i + 1) * 10 <= length; i++) {
                long number = ArgumentText.number(bytes, from + 2 + i * 10, 8, true);
                listed(text, field, number, thread.process.files.get(number));
            }
            text.give(into);
            return true;
        };
    }

    private static void listed(
            TextBuilder text, String field, long number, @Nullable Descriptor found) {
        int before = text.length();
        if (before > 0) {
            text.add(',');
        }
        int start = text.length();
        switch (field) {
            case "fdlist.nums" -> text.number(number);
            case "fdlist.names" -> {
                if (found != null) {
                    text.add(found.name);
                }
            }
            case "fdlist.cips" -> {
                if (found != null && hasEnds(found)) {
                    text.address(found.source, 0, found.addressSize());
                }
            }
            case "fdlist.sips" -> {
                if (found != null && (hasEnds(found) || isServerKind(found))) {
                    text.address(
                            isServerKind(found) ? found.source : found.destination,
                            0,
                            found.addressSize());
                }
            }
            case "fdlist.cports" -> {
                if (found != null && hasEnds(found)) {
                    text.unsigned(found.sourcePort);
                }
            }
            default -> {
                if (found != null && (hasEnds(found) || isServerKind(found))) {
                    text.unsigned(isServerKind(found) ? found.sourcePort : found.destinationPort);
                }
            }
        }
        if (text.length() == start) {
            text.cut(before);
        }
    }

    // ---- paths

    private FieldReader path(String field) {
        TextBuilder text = new TextBuilder();
        boolean isRaw = field.endsWith("raw");
        boolean isSource = field.startsWith("fs.path.source");
        boolean isTarget = field.startsWith("fs.path.target");
        EventLayouts layouts = EventLayouts.standard();
        int[] places = new int[layouts.size()];
        for (int i = 0; i < places.length; i++) {
            EventType type = layouts.type(i).orElseThrow();
            String name =
                    isSource
                            ? sourceOf(type.name())
                            : isTarget ? targetOf(type.name()) : nameOf(type.name());
            places[i] =
                    type.isEnter() || name.isEmpty()
                            ? -1
                            : name.equals("fd") ? OWN_DESCRIPTOR : type.indexOf(name);
        }
        return into -> {
            RawEvent event = state.event;
            int index = places[event.type().number()];
            if (index == -1 || !state.hasResult || state.result < 0) {
                return false;
            }
            if (index == OWN_DESCRIPTOR) {
                Descriptor found = state.descriptor;
                return found != null && giveKnown(into, found.name);
            }
            if (!event.has(index)) {
                return false;
            }
            if (isRaw) {
                return giveText(into, event, index);
            }
            if (!state.path(index, event.type().parameters().get(index).directory(), text)) {
                return false;
            }
            text.give(into);
            return true;
        };
    }

    private static final int OWN_DESCRIPTOR = -2;

    private static String nameOf(String type) {
        return switch (type) {
            case "mkdir", "mkdirat", "rmdir", "unlink", "chown", "lchown", "open_by_handle_at" ->
                    "path";
            case "unlinkat", "open", "openat", "openat2", "creat", "umount", "umount2" -> "name";
            case "fchmodat", "chmod" -> "filename";
            case "fchmod", "fchown" -> "fd";
            case "fchownat" -> "pathname";
            case "quotactl" -> "special";
            default -> "";
        };
    }

    private static String sourceOf(String type) {
        return switch (type) {
            case "rename", "renameat", "renameat2" -> "oldpath";
            case "link", "linkat" -> "newpath";
            case "symlink", "symlinkat" -> "linkpath";
            case "mount" -> "dev";
            default -> "";
        };
    }

    private static String targetOf(String type) {
        return switch (type) {
            case "rename", "renameat", "renameat2" -> "newpath";
            case "link", "linkat" -> "oldpath";
            case "symlink", "symlinkat" -> "target";
            case "mount" -> "dir";
            default -> "";
        };
    }

    // ---- users

    private FieldReader user(String field) {
        return switch (field) {
            case "user.uid" -> whole(thread -> thread.uid);
            case "group.gid" -> whole(thread -> thread.gid);
            case "user.loginuid" ->
                    ofThread((thread, into) -> {
                        into.setNumber(thread.loginUid == ThreadState.NO_ID ? -1 : thread.loginUid);
                        return true;
                    });
            case "user.name" -> ofUser(thread -> thread.uid, Users.User::name);
            case "user.homedir" -> ofUser(thread -> thread.uid, Users.User::home);
            case "user.shell" -> ofUser(thread -> thread.uid, Users.User::shell);
            case "user.loginname" ->
                    ofThread((thread, into) -> {
                        // The kernel's login id is one of the host.
                        Users.User user =
                                thread.loginUid == ThreadState.NO_ID
                                        ? null
                                        : state.users.user(null, thread.loginUid);
                        return user != null && giveKnown(into, user.name());
                    });
            case "group.name" ->
                    ofThread((thread, into) ->
                            thread.gid != ThreadState.NO_ID
                                    && giveKnown(
                                            into, state.users.group(thread.container, thread.gid)));
            default -> NEVER;
        };
    }

    /** Reads a text of a user. */
    @FunctionalInterface
    private interface OfUser {
        byte[] text(Users.User user);
    }

    private FieldReader ofUser(ToLongFunction<ThreadState> id, OfUser reader) {
        return ofThread((thread, into) -> {
            long uid = id.applyAsLong(thread);
            Users.User user =
                    uid == ThreadState.NO_ID ? null : state.users.user(thread.container, uid);
            return user != null && giveKnown(into, reader.text(user));
        });
    }

    // ---- threads

    /** Reads something of a thread. */
    @FunctionalInterface
    private interface OfThread {
        boolean read(ThreadState thread, Value into);
    }

    private FieldReader ofThread(OfThread reader) {
        return into -> {
            ThreadState thread = state.thread;
            return thread != null && reader.read(thread, into);
        };
    }

    private FieldReader of(ToLongFunction<ThreadState> value, long unknown) {
        return ofThread((thread, into) -> {
            long number = value.applyAsLong(thread);
            into.setNumber(number);
            return number != unknown;
        });
    }

    private FieldReader whole(ToLongFunction<ThreadState> value) {
        return ofThread((thread, into) -> {
            into.setNumber(value.applyAsLong(thread));
            return true;
        });
    }

    private FieldReader truth(Predicate<ThreadState> value) {
        return ofThread((thread, into) -> {
            into.setBoolean(value.test(thread));
            return true;
        });
    }

    private FieldReader ofParent(OfThread reader) {
        return ofThread((thread, into) -> {
            ThreadState parent = state.parentOf(thread);
            return parent != null && reader.read(parent, into);
        });
    }

    private @Nullable ThreadState ancestor(ThreadState thread, int index) {
        ThreadState at = thread.main();
        for (int i = 0; i < index; i++) {
            ThreadState parent = i < MAX_ANCESTORS ? state.parentOf(at) : null;
            if (parent == null) {
                return null;
            }
            at = parent.main();
        }
        return at;
    }

    /**
     * A field of ancestors: with an index of one, without of all, the parent first.
     *
     * @param reader gives false when an ancestor has no value; it is left out then
     */
    private FieldReader ancestors(FieldRead field, OfThread reader) {
        if (!field.argument().isEmpty() && field.index() >= 0) {
            int index = field.index();
            return ofThread((thread, into) -> {
                ThreadState found = ancestor(thread, index);
                return found != null && reader.read(found, into);
            });
        }
        Value one = new Value();
        return ofThread((thread, into) -> {
            into.beginList();
            ThreadState at = state.parentOf(thread);
            for (int i = 0; at != null && i < MAX_ANCESTORS; i++) {
                ThreadState main = at.main();
                if (reader.read(main, one)) {
                    copy(one, into.addItem());
                }
                at = state.parentOf(main);
            }
            return into.size() > 0;
        });
    }

    private static void copy(Value from, Value to) {
        switch (from.kind()) {
            case NUMBER -> to.setNumber(from.number());
            case BYTES -> to.setBytes(from.bytes(), from.offset(), from.length());
            case REAL -> to.setReal(from.real());
            case NONE, LIST -> to.setNone();
        }
    }

    /** Text that may be empty: there is a value all the same, as in libs. */
    private static boolean give(Value into, byte[] text) {
        into.setBytes(text, 0, text.length);
        return true;
    }

    private static boolean nameOf(ThreadState thread, Value into) {
        return give(into, thread.name);
    }

    private static boolean programOf(ThreadState thread, Value into) {
        return give(into, thread.program);
    }

    private static boolean programPathOf(ThreadState thread, Value into) {
        return give(into, thread.programPath);
    }

    private static boolean commandLineOf(ThreadState thread, Value into) {
        return give(into, thread.commandLine());
    }

    private static boolean argumentsOf(ThreadState thread, Value into) {
        byte[] line = thread.argumentLine();
        into.setBytes(line, 0, line.length);
        return true;
    }

    private FieldReader thread(FieldRead field) {
        TextBuilder text = new TextBuilder();
        return switch (field.field().name()) {
            case "proc.exe" -> ofThread(Fields::programOf);
            case "proc.pexe" -> ofParent(Fields::programOf);
            case "proc.aexe" -> ancestors(field, Fields::programOf);
            case "proc.exepath" -> ofThread(Fields::programPathOf);
            case "proc.pexepath" -> ofParent(Fields::programPathOf);
            case "proc.aexepath" -> ancestors(field, Fields::programPathOf);
            case "proc.name" -> ofThread(Fields::nameOf);
            case "proc.pname" -> ofParent(Fields::nameOf);
            case "proc.aname" -> ancestors(field, Fields::nameOf);
            case "proc.args" ->
                    field.index() >= 0
                            ? ofThread((thread, into) -> argument(thread, field.index(), into))
                            : ofThread(Fields::argumentsOf);
            case "proc.aargs" -> ancestors(field, Fields::argumentsOf);
            case "proc.cmdline" -> ofThread(Fields::commandLineOf);
            case "proc.pcmdline" -> ofParent(Fields::commandLineOf);
            case "proc.acmdline" -> ancestors(field, Fields::commandLineOf);
            case "proc.exeline" -> ofThread((thread, into) -> give(into, thread.programLine()));
            case "proc.cmdnargs" -> whole(thread -> count(thread.arguments));
            case "proc.cmdlenargs" ->
                    whole(thread -> thread.arguments.length - count(thread.arguments));
            case "proc.env" ->
                    field.argument().isEmpty()
                            ? ofThread((thread, into) -> environment(thread, text, into))
                            : variable(field.argument());
            case "proc.aenv" -> ancestorEnvironment(field, text);
            case "proc.cwd" ->
                    ofThread((thread, into) -> {
                        byte[] path = thread.process.directory.path;
                        text.clear().add(path);
                        if (path.length > 0 && path[path.length - 1] != '/') {
                            text.add('/');
                        }
                        text.give(into);
                        return true;
                    });
            case "proc.loginshellid" -> ofThread(this::loginShell);
            case "proc.tty" -> whole(thread -> thread.tty);
            case "proc.pid" -> whole(thread -> thread.pid);
            case "proc.ppid" -> whole(thread -> thread.main().parent);
            case "proc.apid" ->
                    ancestors(
                            field,
                            (thread, into) -> {
                                into.setNumber(thread.pid);
                                return thread.pid != -1;
                            });
            case "proc.vpid" -> of(thread -> thread.virtualPid, -1);
            case "proc.pvpid" ->
                    ofParent((parent, into) -> {
                        into.setNumber(parent.virtualPid);
                        return parent.virtualPid != -1;
                    });
            case "proc.sid" -> whole(thread -> thread.session);
            case "proc.sname" -> ofSession(Fields::nameOf);
            case "proc.sid.exe" -> ofSession(Fields::programOf);
            case "proc.sid.exepath" -> ofSession(Fields::programPathOf);
            case "proc.vpgid" -> whole(thread -> thread.virtualGroup);
            case "proc.vpgid.name" -> ofVirtualGroup(Fields::nameOf);
            case "proc.vpgid.exe" -> ofVirtualGroup(Fields::programOf);
            case "proc.vpgid.exepath" -> ofVirtualGroup(Fields::programPathOf);
            case "proc.pgid" -> whole(thread -> thread.group);
            case "proc.pgid.name" -> ofGroup(Fields::nameOf);
            case "proc.pgid.exe" -> ofGroup(Fields::programOf);
            case "proc.pgid.exepath" -> ofGroup(Fields::programPathOf);
            case "proc.duration" -> ofThread((thread, into) -> since(thread.cloneTime, into));
            case "proc.ppid.duration" -> ofParent((parent, into) -> since(parent.cloneTime, into));
            case "proc.pid.ts" -> of(thread -> thread.cloneTime, 0);
            case "proc.ppid.ts" ->
                    ofParent((parent, into) -> {
                        into.setNumber(parent.cloneTime);
                        return parent.cloneTime != 0;
                    });
            case "proc.is_exe_writable" -> truth(thread -> thread.programIsWritable);
            case "proc.is_exe_upper_layer" -> truth(thread -> thread.programIsUpperLayer);
            case "proc.is_exe_lower_layer" -> truth(thread -> thread.programIsLowerLayer);
            case "proc.is_exe_from_memfd" -> truth(thread -> thread.programIsFromMemory);
            case "proc.is_sid_leader" -> truth(thread -> thread.session == thread.virtualPid);
            case "proc.is_vpgid_leader" ->
                    truth(thread -> thread.virtualGroup == thread.virtualPid);
            case "proc.is_pgid_leader" -> truth(thread -> thread.group == thread.pid);
            case "proc.exe_ino" -> of(thread -> thread.programInode, 0);
            case "proc.exe_ino.ctime" -> of(thread -> thread.programChangeTime, 0);
            case "proc.exe_ino.mtime" -> of(thread -> thread.programModifyTime, 0);
            case "proc.exe_ino.ctime_duration_proc_start" ->
                    ofThread((thread, into) -> {
                        into.setNumber(thread.cloneTime - thread.programChangeTime);
                        return thread.cloneTime != 0 && thread.programChangeTime != 0;
                    });
            case "proc.exe_ino.ctime_duration_pidns_start" ->
                    ofThread((thread, into) -> {
                        into.setNumber(thread.programChangeTime - thread.namespaceStart);
                        return thread.namespaceStart != 0
                                && thread.programChangeTime > thread.namespaceStart;
                    });
            case "proc.pidns_init_start_ts" -> of(thread -> thread.namespaceStart, 0);
            case "thread.cap_permitted" -> capabilities(text, thread -> thread.permitted);
            case "thread.cap_inheritable" -> capabilities(text, thread -> thread.inheritable);
            case "thread.cap_effective" -> capabilities(text, thread -> thread.effective);
            case "proc.fdopencount" -> whole(thread -> thread.process.files.size());
            case "proc.fdlimit" -> whole(thread -> thread.main().fileLimit);
            case "proc.fdusage" ->
                    ofThread((thread, into) -> {
                        long limit = thread.main().fileLimit;
                        into.setReal(limit <= 0 ? 0 : thread.process.files.size() * 100.0 / limit);
                        return true;
                    });
            case "proc.vmsize" -> whole(thread -> thread.virtualMemory);
            case "proc.vmrss" -> whole(thread -> thread.residentMemory);
            case "proc.vmswap" -> whole(thread -> thread.swappedMemory);
            case "thread.pfmajor" -> whole(thread -> thread.majorFaults);
            case "thread.pfminor" -> whole(thread -> thread.minorFaults);
            case "thread.tid" -> whole(thread -> thread.tid);
            case "thread.ismain" -> truth(ThreadState::isMain);
            case "thread.vtid" -> of(thread -> thread.virtualTid, -1);
            case "thread.nametid" ->
                    ofThread((thread, into) -> {
                        text.clear().add(thread.name).number(thread.tid).give(into);
                        return true;
                    });
            case "thread.cgroups" ->
                    ofThread((thread, into) ->
                            spaced(thread.cgroups, text, into) && thread.cgroups.length > 0);
            case "thread.cgroup" -> cgroup(field.argument());
            case "proc.nthreads" -> whole(thread -> thread.process.threads);
            case "proc.nchilds" -> whole(thread -> thread.process.children);
            case "thread.vmsize", "thread.vmsize.b" -> {
                long factor = field.field().name().endsWith(".b") ? 1024 : 1;
                yield whole(thread -> thread.isMain() ? thread.virtualMemory * factor : 0);
            }
            case "thread.vmrss", "thread.vmrss.b" -> {
                long factor = field.field().name().endsWith(".b") ? 1024 : 1;
                yield whole(thread -> thread.isMain() ? thread.residentMemory * factor : 0);
            }
            case "proc.stdin.type" -> standard(0, false);
            case "proc.stdout.type" -> standard(1, false);
            case "proc.stderr.type" -> standard(2, false);
            case "proc.stdin.name" -> standard(0, true);
            case "proc.stdout.name" -> standard(1, true);
            case "proc.stderr.name" -> standard(2, true);
            // Times on a processor are not recorded by the sensors of today.
            default -> NEVER;
        };
    }

    private boolean since(long start, Value into) {
        into.setNumber(state.event.time() - start);
        return start != 0;
    }

    private static int count(byte[] arguments) {
        int count = 0;
        for (byte b : arguments) {
            count += b == 0 ? 1 : 0;
        }
        return count;
    }

    private static boolean argument(ThreadState thread, int index, Value into) {
        byte[] all = thread.arguments;
        int from = 0;
        for (int i = 0; from < all.length; i++) {
            int length = Sockets.textLength(all, from, all.length - from);
            if (i == index) {
                into.setBytes(all, from, length);
                return true;
            }
            from += length + 1;
        }
        return false;
    }

    /** NULs between parts become blanks, and the last goes. */
    private static boolean spaced(byte[] parts, TextBuilder text, Value into) {
        int length = parts.length;
        if (length > 0 && parts[length - 1] == 0) {
            length--;
        }
        text.clear().add(parts, 0, length);
        byte[] bytes = text.bytes();
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                bytes[i] = ' ';
            }
        }
        text.give(into);
        return true;
    }

    private static boolean environment(ThreadState thread, TextBuilder text, Value into) {
        return spaced(thread.process.environment, text, into);
    }

    private static boolean variable(byte[] environment, byte[] name, Value into) {
        int from = 0;
        while (from < environment.length) {
            int length = Sockets.textLength(environment, from, environment.length - from);
            if (length > name.length
                    && environment[from + name.length] == '='
                    && Arrays.equals(environment, from, from + name.length, name, 0, name.length)) {
                into.setBytes(environment, from + name.length + 1, length - name.length - 1);
                return true;
            }
            from += length + 1;
        }
        return false;
    }

    private FieldReader variable(String name) {
        byte[] bytes = Text.of(name).bytes();
        return ofThread((thread, into) -> variable(thread.process.environment, bytes, into));
    }

    private FieldReader ancestorEnvironment(FieldRead field, TextBuilder text) {
        if (field.argument().isEmpty()) {
            List<TextBuilder> texts = new ArrayList<>();
            int[] next = {0};
            FieldReader all =
                    ancestors(
                            field,
                            (thread, into) -> {
                                if (texts.size() <= next[0]) {
                                    texts.add(new TextBuilder());
                                }
                                return environment(thread, texts.get(next[0]++), into);
                            });
            return into -> {
                next[0] = 0;
                return all.read(into);
            };
        }
        if (field.index() >= 0) {
            return ancestors(field, (thread, into) -> environment(thread, text, into));
        }
        byte[] name = Text.of(field.argument()).bytes();
        return ofThread((thread, into) -> {
            ThreadState at = state.parentOf(thread);
            for (int i = 0; at != null && i < MAX_ANCESTORS; i++) {
                if (variable(at.process.environment, name, into)) {
                    return true;
                }
                at = state.parentOf(at);
            }
            return false;
        });
    }

    /** The highest of the process and its ancestors whose name ends as a shell's does. */
    private boolean loginShell(ThreadState thread, Value into) {
        ThreadState at = thread.main();
        boolean isFound = false;
        for (int i = 0; i < MAX_ANCESTORS; i++) {
            byte[] name = at.name;
            int length = name.length;
            if (length >= 2 && name[length - 2] == 's' && name[length - 1] == 'h') {
                into.setNumber(at.pid);
                isFound = true;
            }
            ThreadState parent = state.parentOf(at);
            if (parent == null) {
                break;
            }
            at = parent.main();
        }
        return isFound;
    }

    private FieldReader ofSession(OfThread reader) {
        return ofLeader(thread -> thread.session, reader);
    }

    private FieldReader ofVirtualGroup(OfThread reader) {
        return ofLeader(thread -> thread.virtualGroup, reader);
    }

    private FieldReader ofGroup(OfThread reader) {
        return ofLeader(thread -> thread.group, reader);
    }

    /**
     * Reads the leader of a session or group: the process with its number, where that number is one
     * of the host; else the highest ancestor in the same one.
     */
    private FieldReader ofLeader(ToLongFunction<ThreadState> id, OfThread reader) {
        return ofThread((thread, into) -> {
            long number = id.applyAsLong(thread);
            if (number <= 0) {
                return false;
            }
            if (!thread.isInPidNamespace()) {
                ThreadState leader = state.threadOf(number);
                if (leader != null) {
                    return reader.read(leader, into);
                }
            }
            ThreadState leader = thread.main();
            for (int i = 0; i < MAX_ANCESTORS; i++) {
                ThreadState parent = state.parentOf(leader);
                if (parent == null || id.applyAsLong(parent) != number) {
                    break;
                }
                leader = parent.main();
            }
            return reader.read(leader, into);
        });
    }

    private FieldReader capabilities(TextBuilder text, ToLongFunction<ThreadState> set) {
        return ofThread((thread, into) -> {
            text.clear();
            SystemNames.capabilities(text, set.applyAsLong(thread));
            text.give(into);
            return thread.hasCapabilities;
        });
    }

    private FieldReader cgroup(String subsystem) {
        byte[] name = Text.of(subsystem).bytes();
        return ofThread((thread, into) -> variable(thread.cgroups, name, into));
    }

    private FieldReader standard(int number, boolean wantsName) {
        return ofThread((thread, into) -> {
            Descriptor found = thread.process.files.get(number);
            if (found == null) {
                return false;
            }
            return wantsName
                    ? giveKnown(into, found.name)
                    : give(into, KINDS[found.kind.ordinal()]);
        });
    }

    // ---- containers

    private FieldReader container(FieldRead field) {
        String name = field.field().name();
        return switch (name) {
            case "container.id" ->
                    ofThread((thread, into) -> {
                        Container container = thread.container;
                        if (container == null) {
                            return give(into, HOST);
                        }
                        return giveKnown(into, container.idBytes());
                    });
            case "container.start_ts" ->
                    ofContainer((container, into) -> {
                        into.setNumber(container.created);
                        return container.created != 0;
                    });
            case "container.duration" ->
                    ofContainer((container, into) -> {
                        into.setNumber(state.event.time() - container.created);
                        return container.created != 0;
                    });
            case "container.label" -> {
                String key = field.argument();
                yield ofContainer((container, into) -> giveKnown(into, container.label(key)));
            }
            case "k8s.pod.label" -> {
                String key = field.argument();
                yield ofContainer((container, into) -> giveKnown(into, container.podLabel(key)));
            }
            case "container.mount" -> mount(field, ContainerFacts.Mount::text);
            case "container.mount.source" -> mount(field, ContainerFacts.Mount::source);
            case "container.mount.dest" -> mount(field, ContainerFacts.Mount::destination);
            case "container.mount.mode" -> mount(field, ContainerFacts.Mount::mode);
            case "container.mount.rdwr" ->
                    mount(field, mount -> String.valueOf(mount.isWritable()));
            case "container.mount.propagation" -> mount(field, ContainerFacts.Mount::propagation);
            case "container.privileged",
                    "container.host_pid",
                    "container.host_network",
                    "container.host_ipc" ->
                    ofContainer((container, into) -> {
                        byte[] value = container.value(name);
                        if (value == null || value.length == 0) {
                            return false;
                        }
                        into.setBoolean(value[0] == 't' || value[0] == '1');
                        return true;
                    });
            case "container.type" ->
                    ofThread((thread, into) -> {
                        Container container = thread.container;
                        return container == null
                                ? give(into, HOST)
                                : giveKnown(into, container.value(name));
                    });
            case "container.name", "container.image" ->
                    ofThread((thread, into) -> {
                        Container container = thread.container;
                        // On the host libs writes the word for the name, and nothing else.
                        return container == null
                                ? name.equals("container.name") && give(into, HOST)
                                : giveKnown(into, container.value(name));
                    });
            case "proc.is_container_healthcheck" -> probe("container.healthcheck");
            case "proc.is_container_liveness_probe" -> probe("container.liveness_probe");
            case "proc.is_container_readiness_probe" -> probe("container.readiness_probe");
            default -> ofContainer((container, into) -> giveKnown(into, container.value(name)));
        };
    }

    /** Reads something of a container. */
    @FunctionalInterface
    private interface OfContainer {
        boolean read(Container container, Value into);
    }

    private FieldReader ofContainer(OfContainer reader) {
        return ofThread((thread, into) -> {
            Container container = thread.container;
            return container != null && reader.read(container, into);
        });
    }

    /** Whether the process, or one that it comes from, runs a container's probe. */
    private FieldReader probe(String field) {
        return ofContainer((container, into) -> {
            byte[] command = container.value(field);
            boolean isProbe = false;
            if (command != null && command.length > 0) {
                ThreadState at = state.thread;
                for (int i = 0; at != null && i < MAX_ANCESTORS && !isProbe; i++) {
                    isProbe = Arrays.equals(at.programLine(), command);
                    at = state.parentOf(at);
                }
            }
            into.setBoolean(isProbe);
            return true;
        });
    }

    /** Gives a text of a mount. */
    @FunctionalInterface
    private interface OfMount {
        String text(ContainerFacts.Mount mount);
    }

    private static final Text NO_MOUNT = Text.of("none");

    /** A mount by its index, or the first whose source or destination fits a pattern. */
    private FieldReader mount(FieldRead field, OfMount reader) {
        boolean bySource = field.field().name().equals("container.mount.dest");
        Pattern pattern = new Pattern(field.argument());
        TextBuilder text = new TextBuilder();
        return ofContainer((container, into) -> {
            if (!container.hasFacts()) {
                return false;
            }
            List<ContainerFacts.Mount> mounts = container.mounts();
            for (int i = 0; i < mounts.size(); i++) {
                ContainerFacts.Mount mount = mounts.get(i);
                boolean fits =
                        field.index() >= 0
                                ? i == field.index()
                                : pattern.fits(bySource ? mount.source() : mount.destination());
                if (fits) {
                    text.clear().addUnicode(reader.text(mount)).give(into);
                    return true;
                }
            }
            return give(into, NO_MOUNT);
        });
    }

    /** A glob of {@code *} and {@code ?}. */
    private record Pattern(String text) {
        boolean fits(String path) {
            int p = 0;
            int t = 0;
            int star = -1;
            int mark = 0;
            while (t < path.length()) {
                if (p < text.length() && text.charAt(p) == '*') {
                    star = p++;
                    mark = t;
                } else if (p < text.length()
                        && (text.charAt(p) == '?' || text.charAt(p) == path.charAt(t))) {
                    p++;
                    t++;
                } else if (star >= 0) {
                    p = star + 1;
                    t = ++mark;
                } else {
                    return false;
                }
            }
            while (p < text.length() && text.charAt(p) == '*') {
                p++;
            }
            return p == text.length();
        }
    }
}
