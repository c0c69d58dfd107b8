package io.pratique.runtime.capture;

import io.pratique.runtime.event.EventFlag;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.field.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads captures of Falco and sysdig: blocks like those of pcapng, little-endian, plain or gzip.
 * All versions of the format are read (facts: falcosecurity/libs, userspace/libscap). Memory is
 * bounded whatever a capture says, and every length is held against the block that it stands in.
 *
 * <p>A system call is delivered once, when it is left; see {@link EventLayouts}.
 */
public final class ScapReader implements EventSource {
    /** A larger event is refused: 64 KiB of data, and its header. */
    static final int MAX_EVENT_BLOCK = 1 << 17;

    /** A larger event of a type for large payloads is refused: 16 MiB. */
    static final int MAX_LARGE_EVENT_BLOCK = 1 << 24;

    private static final int WINDOW = 1 << 18;
    private static final int SECTION = 0x0A0D0D0A;
    private static final int MAGIC = 0x1A2B3C4D;
    private static final int SWAPPED_MAGIC = 0x4D3C2B1A;
    private static final int HEADER_1 = 22;
    private static final int HEADER_2 = 26;
    private static final int[] NO_PLAN = new int[0];
    private static final int MISSING = -1;

    private final Window window;
    private final InputStream input;
    private final EventLayouts layouts;
    private final EventType[] recorded;
    private final RawEvent event;
    private final EnterEvents entered = new EnterEvents();
    private final int[] offsets = new int[RawEvent.MAX_PARAMETERS];
    private final int[] lengths = new int[RawEvent.MAX_PARAMETERS];

    /** By type and number of recorded parameters: where each delivered parameter comes from. */
    private final int[][][] plans;

    /** By type: the number of parameters that an event without a number of them had last. */
    private final int[] counts;

    private boolean began;
    private long number;
    private long delivered;
    private long unknownEvents;
    private long unknownBlocks;

    private ScapReader(InputStream input, EventTable table, EventLayouts layouts) {
        this.input = input;
        this.layouts = layouts;
        this.window = new Window(input, WINDOW);
        this.recorded = table.types().toArray(EventType[]::new);
        this.event = new RawEvent(layouts.at(0));
        this.plans = new int[recorded.length][][];
        this.counts = new int[recorded.length];
        Arrays.fill(counts, -1);
    }

    /**
     * Reads a stream, which is closed with the reader.
     *
     * @param stream plain or gzip
     */
    public static ScapReader of(InputStream stream) throws IOException {
        PushbackInputStream start = new PushbackInputStream(stream, 2);
        byte[] magic = start.readNBytes(2);
        start.unread(magic);
        boolean isCompressed =
                magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
        InputStream plain = start;
        if (isCompressed) {
            try {
                plain = new GZIPInputStream(new BufferedInputStream(start, WINDOW / 4), WINDOW / 4);
            } catch (IOException e) {
                throw new InvalidCapture(0, "the capture is cut off in its gzip header", e);
            }
        }
        return new ScapReader(plain, EventTable.standard(), EventLayouts.standard());
    }

    @Override
    public RawEvent event() {
        return event;
    }

    /** What was come across so far. */
    public CaptureCounts counts() {
        return new CaptureCounts(
                number, delivered, unknownEvents, unknownBlocks, entered.forgotten());
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    @Override
    public boolean next(SystemListener listener) throws IOException {
        while (true) {
            if (window.isAtEnd()) {
                if (!began) {
                    throw new InvalidCapture(0, "the capture is empty");
                }
                return false;
            }
            window.require(8, "the header of a block");
            int at = window.position();
            int type = window.intAt(at);
            if (!began || type == SECTION) {
                section(type, listener);
                continue;
            }
            long total = window.unsignedAt(at + 4);
            if (total < 12) {
                throw invalid("a block has " + total + " bytes, it needs at least 12");
            }
            switch (type) {
                case 0x204, 0x8010ABCD -> {
                    if (event(total, false, false, MAX_EVENT_BLOCK)) {
                        return true;
                    }
                }
                case 0x208 -> {
                    if (event(total, true, false, MAX_EVENT_BLOCK)) {
                        return true;
                    }
                }
                case 0x216 -> {
                    if (event(total, false, true, MAX_EVENT_BLOCK)) {
                        return true;
                    }
                }
                case 0x217 -> {
                    if (event(total, true, true, MAX_EVENT_BLOCK)) {
                        return true;
                    }
                }
                case 0x221 -> {
                    if (event(total, false, true, MAX_LARGE_EVENT_BLOCK)) {
                        return true;
                    }
                }
                case 0x222 -> {
                    if (event(total, true, true, MAX_LARGE_EVENT_BLOCK)) {
                        return true;
                    }
                }
                case 0x201, 0x8002ABCD -> machine(total, listener);
                case 0x202, 0x8000ABCD -> processes(total, 1, listener);
                case 0x207, 0x8013ABCD -> processes(total, 2, listener);
                case 0x209, 0x8014ABCD -> processes(total, 3, listener);
                case 0x210, 0x211, 0x212, 0x213, 0x214, 0x215 ->
                        processes(total, type - 0x210 + 4, listener);
                case 0x203, 0x8001ABCD -> descriptors(total, false, listener);
                case 0x218 -> descriptors(total, true, listener);
                case 0x205, 0x8011ABCD -> interfaces(total, false, listener);
                case 0x219 -> interfaces(total, true, listener);
                case 0x206, 0x8012ABCD -> users(total, false, listener);
                case 0x220 -> users(total, true, listener);
                default -> {
                    unknownBlocks++;
                    window.skip(total - 4, "a block of type 0x" + Integer.toHexString(type));
                    trailer(total);
                }
            }
        }
    }

    private InvalidCapture invalid(String problem) {
        return new InvalidCapture(window.offset(), problem);
    }

    private void trailer(long total) throws IOException {
        window.require(4, "the second length of a block");
        long second = window.unsignedAt(window.position());
        if (second != total) {
            throw invalid(
                    "the lengths at a block's ends differ: "
                            + total
                            + " before, "
                            + second
                            + " behind");
        }
        window.advance(4);
    }

    private void section(int type, SystemListener listener) throws IOException {
        if (type != SECTION) {
            throw invalid(
                    "this is no capture of Falco or sysdig: expected 0A0D0D0A (a section's header), found "
                            + String.format("%08X", type));
        }
        window.require(28, "a section's header");
        int at = window.position();
        int magic = window.intAt(at + 8);
        if (magic == SWAPPED_MAGIC) {
            throw invalid(
                    "the capture was made on a big-endian machine (such as s390x), which is not supported");
        }
        if (magic != MAGIC) {
            throw invalid(
                    "a section's header has the magic number "
                            + String.format("%08X", magic)
                            + ", expected 1A2B3C4D");
        }
        int major = window.shortAt(at + 12);
        if (major > 1) {
            throw invalid(
                    "the capture has version "
                            + major
                            + "."
                            + window.shortAt(at + 14)
                            + ", versions up to 1 can be read");
        }
        long total = window.unsignedAt(at + 4);
        if (total < 28) {
            throw invalid("a section's header has " + total + " bytes, it needs at least 28");
        }
        // Editors of pcapng put comments here.
        window.skip(total - 4, "a section's header");
        trailer(total);
        began = true;
        listener.begin();
    }

    // ---- events

    private boolean event(long total, boolean hasFlags, boolean hasCount, int maximum)
            throws IOException {
        if (total > maximum) {
            throw invalid(
                    "an event's block has " + total + " bytes, at most " + maximum + " are read");
        }
        int size = (int) total;
        window.require(size, "an event's block");
        int block = window.position();
        if (window.unsignedAt(block + size - 4) != total) {
            throw invalid(
                    "the lengths at an event's ends differ: "
                            + total
                            + " before, "
                            + window.unsignedAt(block + size - 4)
                            + " behind");
        }
        int header = hasCount ? HEADER_2 : HEADER_1;
        int at = block + 8 + (hasFlags ? 6 : 2);
        int room = block + size - 4 - at;
        if (room < header) {
            throw invalid("an event has " + room + " bytes, its header needs " + header);
        }
        long length = window.unsignedAt(at + 16);
        int code = window.shortAt(at + 20);
        if (!hasCount && (code == 280 || code == 286)) {
            // Old writers counted three bytes too many here.
            length -= 3;
        }
        if (length < header || length > room) {
            throw invalid(
                    "an event says that it has "
                            + length
                            + " bytes, its block has room for "
                            + header
                            + " to "
                            + room);
        }
        number++;
        window.advance(size);
        if (code >= recorded.length) {
            unknownEvents++;
            return false;
        }
        int end = at + (int) length;
        int count =
                parameters(code, at + header, end, hasCount ? window.intAt(at + 22) : -1, block);
        long tid = window.longAt(at + 8);
        if (layouts.isEntering(code)) {
            if (count > 0) {
                entered.keep(tid, code, count, window.bytes(), offsets, lengths);
            }
            return false;
        }
        deliver(code, count, window.longAt(at), window.shortAt(block + 8), tid);
        return true;
    }

    /**
     * Finds the parameters.
     *
     * @param count how many there are, or -1 when the event does not say
     * @return how many are used: a newer writer may have more than this version knows
     */
    private int parameters(int code, int from, int end, int count, int block)
            throws InvalidCapture {
        EventType type = recorded[code];
        int width = type.has(EventFlag.LARGE_PAYLOAD) ? 4 : 2;
        int found = count >= 0 ? count : countOf(code, from, end, width);
        if (found < 0 || (long) found * width > end - from) {
            throw new InvalidCapture(
                    window.offset() - (window.position() - block),
                    "the parameters of an event '" + type.name() + "' do not fit its length");
        }
        long at = from + (long) found * width;
        int used = Math.min(found, type.parameters().size());
        for (int i = 0; i < found; i++) {
            int place = from + i * width;
            long size = width == 2 ? window.shortAt(place) : window.unsignedAt(place);
            if (at + size > end) {
                throw new InvalidCapture(
                        window.offset() - (window.position() - block),
                        "parameter "
                                + (i + 1)
                                + " of an event '"
                                + type.name()
                                + "' has "
                                + size
                                + " bytes, "
                                + (end - at)
                                + " are there");
            }
            if (i < used) {
                offsets[i] = (int) at;
                lengths[i] = (int) size;
            }
            at += size;
        }
        return used;
    }

    /**
     * How many parameters an event has that does not say so: as many as make its length right. What
     * was right for the last event of its type is tried first.
     */
    private int countOf(int code, int from, int end, int width) {
        int last = counts[code];
        if (last >= 0 && fits(last, from, end, width)) {
            return last;
        }
        for (int count = recorded[code].parameters().size(); count >= 0; count--) {
            if (fits(count, from, end, width)) {
                counts[code] = count;
                return count;
            }
        }
        return -1;
    }

    private boolean fits(int count, int from, int end, int width) {
        long at = from + (long) count * width;
        if (at > end) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int place = from + i * width;
            at += width == 2 ? window.shortAt(place) : window.unsignedAt(place);
        }
        return at == end;
    }

    private void deliver(int code, int count, long time, int cpu, long tid) {
        if (code == EventLayouts.GENERIC && count > 0 && lengths[0] == 2) {
            int own = layouts.ofCall(window.shortAt(offsets[0]));
            if (own != EventLayouts.GENERIC) {
                bare(own, time, cpu, tid);
                return;
            }
        }
        int newest = layouts.newest(code);
        EventType type = layouts.at(newest);
        event.begin(type, number, time, cpu, tid);
        delivered++;
        int[] plan = plan(code, count);
        byte[] bytes = window.bytes();
        EnterEvents.@Nullable Entry entry = null;
        boolean isAsked = false;
        for (int source : plan) {
            if (source >= 0) {
                event.add(bytes, offsets[source], lengths[source]);
            } else if (source == MISSING) {
                event.addMissing();
            } else {
                if (!isAsked) {
                    entry = entered.take(tid, code - 1);
                    isAsked = true;
                }
                int index = MISSING - 1 - source;
                if (entry != null && index < entry.count()) {
                    event.add(entry.bytes(), entry.offset(index), entry.length(index));
                } else {
                    event.addMissing();
                }
            }
        }
    }

    /** A call of which the capture has no parameters. */
    private void bare(int code, long time, int cpu, long tid) {
        EventType type = layouts.at(code);
        event.begin(type, number, time, cpu, tid);
        delivered++;
        for (int i = type.parameters().size(); i > 0; i--) {
            event.addMissing();
        }
    }

    private int[] plan(int code, int count) {
        int[][] byCount = plans[code];
        if (byCount == null) {
            byCount = new int[recorded[code].parameters().size() + 1][];
            plans[code] = byCount;
        }
        int[] plan = byCount[count];
        if (plan == null) {
            plan = newPlan(code, count);
            byCount[count] = plan;
        }
        return plan;
    }

    private int[] newPlan(int code, int count) {
        EventType own = recorded[code];
        EventType target = layouts.at(layouts.newest(code));
        EventType entering = own.isEnter() ? null : recorded[code - 1];
        int size = target.parameters().size();
        if (size == 0) {
            return NO_PLAN;
        }
        int[] plan = new int[size];
        for (int i = 0; i < size; i++) {
            String name = target.parameters().get(i).name();
            int index = own.indexOf(name);
            if (index >= 0 && index < count) {
                plan[i] = index;
                continue;
            }
            plan[i] = MISSING;
            if (entering == null) {
                continue;
            }
            for (int j = 0; j < entering.parameters().size(); j++) {
                String other = entering.parameters().get(j).name();
                if (other.equals(name) || EventLayouts.sameAs(target, other).equals(name)) {
                    plan[i] = MISSING - 1 - j;
                }
            }
        }
        return plan;
    }

    // ---- what the system was like

    /** The bytes of a list that are still to be read. */
    private final class Body {
        private final String what;
        private long left;
        private long entryLeft = -1;

        private Body(long total, String what) throws IOException {
            this.what = what;
            this.left = total - 12;
            window.advance(8);
        }

        private boolean hasMore() {
            return left >= 4;
        }

        /**
         * An entry with a length of its own begins: what is behind the known fields is skipped.
         *
         * @param countsItself whether the length counts its own four bytes
         */
        private void beginEntry(boolean countsItself) throws IOException {
            long size = Integer.toUnsignedLong(int32()) - (countsItself ? 4 : 0);
            if (size < 0 || size > left) {
                throw invalid(
                        "an entry of " + what + " has " + size + " bytes, its block has " + left);
            }
            entryLeft = size;
        }

        /** Whether the entry has room for a field that older writers did not write. */
        private boolean hasRoom(int size) {
            return entryLeft >= size;
        }

        private long entryLeft() {
            return entryLeft;
        }

        private void endEntry() throws IOException {
            if (entryLeft > 0) {
                window.skip(entryLeft, what);
                left -= entryLeft;
            }
            entryLeft = -1;
        }

        private int take(int size) throws IOException {
            if (size > left || (entryLeft >= 0 && size > entryLeft)) {
                throw invalid(
                        "a field of "
                                + what
                                + " has "
                                + size
                                + " bytes, "
                                + (entryLeft >= 0 ? Math.min(left, entryLeft) : left)
                                + " are there");
            }
            window.require(size, what);
            int at = window.position();
            window.advance(size);
            left -= size;
            if (entryLeft >= 0) {
                entryLeft -= size;
            }
            return at;
        }

        private int uint8() throws IOException {
            return window.byteAt(take(1));
        }

        private int uint16() throws IOException {
            return window.shortAt(take(2));
        }

        private int int32() throws IOException {
            return window.intAt(take(4));
        }

        private long uint32() throws IOException {
            return window.unsignedAt(take(4));
        }

        private long int64() throws IOException {
            return window.longAt(take(8));
        }

        private Bytes bytes(int size) throws IOException {
            int at = take(size);
            return Bytes.of(window.copy(at, size));
        }

        /** Two bytes of length, and as many bytes. */
        private Bytes text() throws IOException {
            return bytes(uint16());
        }

        private String string() throws IOException {
            return text().text();
        }

        private void end(long total) throws IOException {
            window.skip(left, what);
            trailer(total);
        }
    }

    private void machine(long total, SystemListener listener) throws IOException {
        Body body = new Body(total, "the machine's block");
        if (body.left < 180) {
            throw invalid("the machine's block has " + total + " bytes, it needs at least 192");
        }
        int processors = body.int32();
        long memory = body.int64();
        long maxPid = body.int64();
        int at = body.take(128);
        int length = 0;
        while (length < 128 && window.byteAt(at + length) != 0) {
            length++;
        }
        String hostname = new String(window.copy(at, length), StandardCharsets.UTF_8);
        long bootTime = body.int64();
        long flags = body.int64();
        listener.machine(new Machine(processors, memory, maxPid, hostname, bootTime, flags));
        body.end(total);
    }

    private void processes(long total, int version, SystemListener listener) throws IOException {
        Body body = new Body(total, "the list of processes");
        while (body.hasMore()) {
            if (version >= 9) {
                body.beginEntry(true);
            }
            listener.process(process(body, version));
            body.endEntry();
        }
        body.end(total);
    }

    private static ProcessEntry process(Body body, int version) throws IOException {
        final Bytes nothing = Bytes.of("");
        long tid = body.int64();
        long pid = body.int64();
        long parent = body.int64();
        long session = version >= 6 ? body.int64() : -1;
        long virtualGroup = version >= 8 ? body.int64() : -1;
        Bytes name = body.text();
        Bytes program = body.text();
        Bytes programPath = version >= 7 ? body.text() : nothing;
        Bytes arguments = body.text();
        Bytes directory = body.text();
        long fileLimit = body.int64();
        long flags = body.uint32();
        long uid = body.uint32();
        long gid = body.uint32();
        long virtualMemory = version >= 2 ? body.uint32() : 0;
        long residentMemory = version >= 2 ? body.uint32() : 0;
        long swappedMemory = version >= 2 ? body.uint32() : 0;
        long majorFaults = version >= 2 ? body.int64() : 0;
        long minorFaults = version >= 2 ? body.int64() : 0;
        Bytes environment = version >= 3 ? body.text() : nothing;
        long virtualTid = version >= 4 ? body.int64() : -1;
        long virtualPid = version >= 4 ? body.int64() : -1;
        Bytes cgroups = version >= 4 ? body.text() : nothing;
        Bytes root = version >= 5 ? body.text() : nothing;
        // Writers before libs 0.10 had only 29 bytes here, and not the two fields that were later
        // put in front of them.
        boolean isRecent = body.entryLeft() > 29;
        long namespaceStart = isRecent && body.hasRoom(8) ? body.int64() : 0;
        long tty = isRecent && body.hasRoom(4) ? body.uint32() : 0;
        long loginUid = body.hasRoom(4) ? body.uint32() : 0xFFFF_FFFFL;
        boolean writable = body.hasRoom(1) && body.uint8() != 0;
        long inheritable = body.hasRoom(8) ? body.int64() : 0;
        long permitted = body.hasRoom(8) ? body.int64() : 0;
        long effective = body.hasRoom(8) ? body.int64() : 0;
        boolean upper = body.hasRoom(1) && body.uint8() != 0;
        long inode = body.hasRoom(8) ? body.int64() : 0;
        long changeTime = body.hasRoom(8) ? body.int64() : 0;
        long modifyTime = body.hasRoom(8) ? body.int64() : 0;
        boolean fromMemory = body.hasRoom(1) && body.uint8() != 0;
        boolean lower = body.hasRoom(1) && body.uint8() != 0;
        long group = body.hasRoom(8) ? body.int64() : -1;
        return new ProcessEntry(
                tid,
                pid,
                parent,
                session,
                virtualGroup,
                group,
                virtualTid,
                virtualPid,
                name,
                program,
                programPath,
                arguments,
                directory,
                environment,
                cgroups,
                root,
                fileLimit,
                flags,
                uid,
                gid,
                loginUid,
                tty,
                virtualMemory,
                residentMemory,
                swappedMemory,
                majorFaults,
                minorFaults,
                inheritable,
                permitted,
                effective,
                writable,
                upper,
                lower,
                fromMemory,
                inode,
                changeTime,
                modifyTime,
                namespaceStart);
    }

    private void descriptors(long total, boolean hasLengths, SystemListener listener)
            throws IOException {
        Body body = new Body(total, "a list of file descriptors");
        long tid = body.int64();
        while (body.hasMore()) {
            if (hasLengths) {
                body.beginEntry(true);
            }
            listener.descriptor(tid, descriptor(body, hasLengths));
            body.endEntry();
        }
        body.end(total);
    }

    private DescriptorEntry descriptor(Body body, boolean hasLengths) throws IOException {
        long number = body.int64();
        long inode = body.int64();
        int code = body.uint8();
        DescriptorKind kind = DescriptorKind.of(code);
        if (kind == null) {
            if (!hasLengths) {
                throw invalid("a file descriptor has the unknown type " + code);
            }
            return DescriptorEntry.named(
                    number,
                    inode,
                    DescriptorKind.UNSUPPORTED,
                    Bytes.of("unknown-type:[" + code + "]"),
                    0,
                    0);
        }
        return switch (kind) {
            case IPV4, IPV6 -> {
                int size = kind == DescriptorKind.IPV4 ? 4 : 16;
                Bytes source = body.bytes(size);
                Bytes destination = body.bytes(size);
                int sourcePort = body.uint16();
                int destinationPort = body.uint16();
                yield DescriptorEntry.connection(
                        number,
                        inode,
                        kind,
                        source,
                        sourcePort,
                        destination,
                        destinationPort,
                        protocol(body.uint8()));
            }
            case IPV4_SERVER, IPV6_SERVER -> {
                Bytes address = body.bytes(kind == DescriptorKind.IPV4_SERVER ? 4 : 16);
                int port = body.uint16();
                yield DescriptorEntry.server(
                        number, inode, kind, address, port, protocol(body.uint8()));
            }
            case UNIX -> {
                long source = body.int64();
                long destination = body.int64();
                yield DescriptorEntry.unix(number, inode, source, destination, body.text());
            }
            case FILE -> {
                long flags = body.uint32();
                Bytes name = body.text();
                long device = body.hasRoom(4) ? body.uint32() : 0;
                yield DescriptorEntry.named(number, inode, kind, name, flags, device);
            }
            case UNKNOWN -> DescriptorEntry.named(number, inode, kind, Bytes.of(""), 0, 0);
            case OLD_FILE,
                    DIRECTORY,
                    PIPE,
                    EVENT,
                    UNSUPPORTED,
                    SIGNAL,
                    EVENT_POLL,
                    INOTIFY,
                    TIMER,
                    NETLINK,
                    BPF,
                    USERFAULT,
                    IO_URING,
                    MEMORY,
                    PIDFD ->
                    DescriptorEntry.named(number, inode, kind, body.text(), 0, 0);
        };
    }

    /** Captures count the transport protocols from 2. */
    private static int protocol(int code) {
        return code >= 2 && code <= 5 ? code - 1 : 0;
    }

    private void interfaces(long total, boolean hasLengths, SystemListener listener)
            throws IOException {
        Body body = new Body(total, "the list of network interfaces");
        while (body.hasMore()) {
            if (hasLengths) {
                body.beginEntry(false);
            }
            int type = body.uint16();
            int nameLength = body.uint16();
            if (type < 1 || type > 4) {
                throw invalid("a network interface has the unknown type " + type);
            }
            int size = type == 1 || type == 3 ? 4 : 16;
            Bytes address = body.bytes(size);
            Bytes mask = body.bytes(size);
            Bytes broadcast = body.bytes(size);
            long speed = type <= 2 ? body.int64() : 0;
            String name = body.bytes(nameLength).text();
            listener.networkInterface(new InterfaceEntry(name, address, mask, broadcast, speed));
            body.endEntry();
        }
        body.end(total);
    }

    private void users(long total, boolean hasLengths, SystemListener listener) throws IOException {
        Body body = new Body(total, "the list of users");
        while (body.hasMore()) {
            if (hasLengths) {
                body.beginEntry(true);
            }
            if (body.uint8() == 0) {
                long uid = body.uint32();
                long gid = body.uint32();
                String name = body.string();
                String home = body.string();
                listener.user(new UserEntry(uid, gid, name, home, body.string()));
            } else {
                long gid = body.uint32();
                listener.group(new GroupEntry(gid, body.string()));
            }
            body.endEntry();
        }
        body.end(total);
    }
}
