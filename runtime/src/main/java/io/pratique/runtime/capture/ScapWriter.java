package io.pratique.runtime.capture;

import io.pratique.runtime.event.EventFlag;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.field.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a capture that Falco, sysdig and {@link ScapReader} read: what the system was like, then
 * events. What the system was like must be told before the first event.
 *
 * <p>A call is written as two events at the same time, as older readers expect: one enters it with
 * the parameters of the entering type, one leaves it.
 */
public final class ScapWriter implements Closeable {
    /** Readers refuse longer paths and lists; what is longer is cut. */
    private static final int MAX_PATH = 1023;

    private static final int MAX_LIST = 4096;
    private static final int MAX_USER_TEXT = 255;
    private static final int LARGEST_EVENT = 65_000;

    private final OutputStream out;
    private final EventType[] recorded = EventTable.standard().types().toArray(EventType[]::new);
    private final List<InterfaceEntry> interfaces = new ArrayList<>();
    private final List<UserEntry> users = new ArrayList<>();
    private final List<GroupEntry> groups = new ArrayList<>();
    private ByteBuffer block = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private boolean isListed;
    private long events;
    private long refused;

    /**
     * Begins a capture.
     *
     * @param out is closed with the writer
     * @param compress whether gzip is used
     */
    public ScapWriter(OutputStream out, boolean compress) throws IOException {
        this.out = compress ? new GZIPOutputStream(out, 1 << 16) : out;
        begin(0x0A0D0D0A);
        block.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 2).putLong(-1);
        end();
    }

    /** The number of events that were written; a call counts twice. */
    public long events() {
        return events;
    }

    /** Events that the format has no room for. */
    public long refused() {
        return refused;
    }

    /** Takes what the system was like; errors of the output come with the first event. */
    public SystemListener system() {
        return new Listing();
    }

    private final class Listing implements SystemListener {
        @Override
        public void begin() {}

        @Override
        public void machine(Machine machine) {
            ScapWriter.this.machine(machine);
        }

        @Override
        public void process(ProcessEntry process) {
            ScapWriter.this.process(process);
        }

        @Override
        public void descriptor(long tid, DescriptorEntry descriptor) {
            ScapWriter.this.descriptor(tid, descriptor);
        }

        @Override
        public void networkInterface(InterfaceEntry networkInterface) {
            interfaces.add(networkInterface);
        }

        @Override
        public void user(UserEntry user) {
            users.add(user);
        }

        @Override
        public void group(GroupEntry group) {
            groups.add(group);
        }
    }

    private void room(int count) {
        if (block.remaining() < count) {
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.max(block.capacity() * 2, block.position() + count))
                            .order(ByteOrder.LITTLE_ENDIAN);
            block.flip();
            larger.put(block);
            block = larger;
        }
    }

    private void begin(int type) {
        block.clear();
        block.putInt(type).putInt(0);
    }

    private void end() throws IOException {
        room(8);
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
        int total = block.position() + 4;
        block.putInt(total).putInt(4, total);
        out.write(block.array(), 0, total);
    }

    private void text(byte[] bytes, int maximum) {
        int length = Math.min(bytes.length, maximum);
        room(length + 2);
        block.putShort((short) length).put(bytes, 0, length);
    }

    private void text(Bytes bytes, int maximum) {
        text(bytes.toArray(), maximum);
    }

    private void text(String text) {
        text(text.getBytes(StandardCharsets.UTF_8), MAX_USER_TEXT);
    }

    // What is told before the first event is put together in memory, in the order of the format.

    private final List<byte[]> machineBlock = new ArrayList<>();
    private final List<byte[]> processBlocks = new ArrayList<>();
    private final List<byte[]> descriptorBlocks = new ArrayList<>();
    private long descriptorsOf = Long.MIN_VALUE;
    private final List<DescriptorEntry> pending = new ArrayList<>();

    private byte[] taken() {
        room(8);
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
        int total = block.position() + 4;
        block.putInt(total).putInt(4, total);
        return Arrays.copyOf(block.array(), total);
    }

    private void machine(Machine machine) {
        begin(0x201);
        byte[] host = machine.hostname().getBytes(StandardCharsets.UTF_8);
        block.putInt(machine.processors()).putLong(machine.memory()).putLong(machine.maxPid());
        block.put(Arrays.copyOf(Arrays.copyOf(host, Math.min(host.length, 127)), 128));
        block.putLong(machine.bootTime()).putLong(machine.flags()).putLong(0).putLong(0);
        machineBlock.add(taken());
    }

    private void process(ProcessEntry entry) {
        begin(0x215);
        int start = block.position();
        block.putInt(0).putLong(entry.tid()).putLong(entry.pid()).putLong(entry.parent());
        block.putLong(entry.session()).putLong(entry.virtualGroup());
        text(entry.name(), MAX_PATH);
        text(entry.program(), MAX_PATH);
        text(entry.programPath(), MAX_PATH);
        text(entry.arguments(), MAX_LIST);
        text(entry.directory(), MAX_PATH);
        room(128);
        block.putLong(entry.fileLimit()).putInt((int) entry.flags());
        block.putInt((int) entry.uid()).putInt((int) entry.gid());
        block.putInt((int) entry.virtualMemory()).putInt((int) entry.residentMemory());
        block.putInt((int) entry.swappedMemory());
        block.putLong(entry.majorFaults()).putLong(entry.minorFaults());
        text(entry.environment(), MAX_LIST);
        room(16);
        block.putLong(entry.virtualTid()).putLong(entry.virtualPid());
        text(entry.cgroups(), MAX_LIST);
        text(entry.root(), MAX_PATH);
        room(128);
        block.putLong(entry.namespaceStart()).putInt((int) entry.tty());
        block.putInt((int) entry.loginUid()).put(flag(entry.programIsWritable()));
        block.putLong(entry.inheritable()).putLong(entry.permitted()).putLong(entry.effective());
        block.put(flag(entry.programIsUpperLayer())).putLong(entry.programInode());
        block.putLong(entry.programChangeTime()).putLong(entry.programModifyTime());
        block.put(flag(entry.programIsFromMemory())).put(flag(entry.programIsLowerLayer()));
        block.putLong(entry.group());
        block.putInt(start, block.position() - start);
        processBlocks.add(taken());
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    private void descriptor(long tid, DescriptorEntry entry) {
        if (tid != descriptorsOf) {
            flushDescriptors();
            descriptorsOf = tid;
        }
        pending.add(entry);
    }

    private void flushDescriptors() {
        if (pending.isEmpty()) {
            return;
        }
        begin(0x218);
        block.putLong(descriptorsOf);
        for (DescriptorEntry entry : pending) {
            room(MAX_PATH + 128);
            int start = block.position();
            block.putInt(0).putLong(entry.number()).putLong(entry.inode());
            block.put((byte) entry.kind().code());
            switch (entry.kind()) {
                case IPV4, IPV6 -> {
                    int size = entry.kind() == DescriptorKind.IPV4 ? 4 : 16;
                    address(entry.source(), size);
                    address(entry.destination(), size);
                    block.putShort((short) entry.sourcePort());
                    block.putShort((short) entry.destinationPort());
                    block.put(protocol(entry.protocol()));
                }
                case IPV4_SERVER, IPV6_SERVER -> {
                    address(entry.source(), entry.kind() == DescriptorKind.IPV4_SERVER ? 4 : 16);
                    block.putShort((short) entry.sourcePort());
                    block.put(protocol(entry.protocol()));
                }
                case UNIX -> {
                    block.putLong(entry.sourcePeer()).putLong(entry.destinationPeer());
                    text(entry.name(), MAX_PATH);
                }
                case FILE -> {
                    block.putInt((int) entry.flags());
                    text(entry.name(), MAX_PATH);
                    block.putInt((int) entry.device());
                }
                case UNKNOWN -> {
                    // It has nothing more.
                }
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
                        text(entry.name(), MAX_PATH);
            }
            block.putInt(start, block.position() - start);
        }
        pending.clear();
        descriptorBlocks.add(taken());
    }

    private void address(Bytes address, int size) {
        block.put(Arrays.copyOf(address.toArray(), size));
    }

    private static byte protocol(int protocol) {
        return (byte) (protocol == 0 ? 0 : protocol + 1);
    }

    private void lists() throws IOException {
        isListed = true;
        flushDescriptors();
        for (byte[] written : machineBlock) {
            out.write(written);
        }
        begin(0x219);
        for (InterfaceEntry entry : interfaces) {
            byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
            int length = Math.min(name.length, MAX_USER_TEXT);
            boolean isOld = entry.address().length() == 4;
            int size = isOld ? 4 : 16;
            room(128 + length);
            block.putInt(4 + 3 * size + 8 + length);
            block.putShort((short) (isOld ? 1 : 2)).putShort((short) length);
            address(entry.address(), size);
            address(entry.mask(), size);
            address(entry.broadcast(), size);
            block.putLong(entry.speed()).put(name, 0, length);
        }
        end();
        begin(0x220);
        for (UserEntry user : users) {
            room(64);
            int start = block.position();
            block.putInt(0).put((byte) 0).putInt((int) user.uid()).putInt((int) user.gid());
            text(user.name());
            text(user.home());
            text(user.shell());
            block.putInt(start, block.position() - start);
        }
        for (GroupEntry group : groups) {
            room(64);
            int start = block.position();
            block.putInt(0).put((byte) 1).putInt((int) group.gid());
            text(group.name());
            block.putInt(start, block.position() - start);
        }
        end();
        for (byte[] written : processBlocks) {
            out.write(written);
        }
        for (byte[] written : descriptorBlocks) {
            out.write(written);
        }
        machineBlock.clear();
        processBlocks.clear();
        descriptorBlocks.clear();
        interfaces.clear();
        users.clear();
        groups.clear();
    }

    /** Writes an event, as the source gave it. */
    public void event(RawEvent event) throws IOException {
        if (!isListed) {
            lists();
        }
        EventType own = recorded[event.type().number()];
        if (!own.isEnter() && EventLayouts.standard().isEntering(own.number() - 1)) {
            EventType entering = recorded[own.number() - 1];
            if (!write(event, entering, own)) {
                refused++;
                return;
            }
        }
        if (!write(event, own, own)) {
            refused++;
        }
    }

    private boolean write(RawEvent event, EventType type, EventType own) throws IOException {
        int count = type.parameters().size();
        int[] from = new int[count];
        long data = 0;
        for (int i = 0; i < count; i++) {
            String name = EventLayouts.sameAs(own, type.parameters().get(i).name());
            from[i] = type.equals(own) ? i : event.type().indexOf(name);
            data += event.has(from[i]) ? event.length(from[i]) : 0;
        }
        // What was not recorded at the end is left away, as it was where it came from.
        while (count > 0 && !event.has(from[count - 1])) {
            count--;
        }
        boolean isLarge = type.has(EventFlag.LARGE_PAYLOAD);
        int width = isLarge ? 4 : 2;
        long length = 26 + (long) count * width + data;
        if (length > (isLarge ? ScapReader.MAX_LARGE_EVENT_BLOCK - 64 : LARGEST_EVENT)) {
            return false;
        }
        begin(isLarge ? 0x221 : 0x216);
        room((int) length + 64);
        block.putShort((short) event.cpu());
        block.putLong(event.time()).putLong(event.tid()).putInt((int) length);
        block.putShort((short) type.number()).putInt(count);
        for (int i = 0; i < count; i++) {
            int size = event.has(from[i]) ? event.length(from[i]) : 0;
            if (isLarge) {
                block.putInt(size);
            } else {
                block.putShort((short) size);
            }
        }
        for (int i = 0; i < count; i++) {
            int index = from[i];
            if (event.has(index)) {
                block.put(event.bytes(index), event.offset(index), event.length(index));
            }
        }
        end();
        events++;
        return true;
    }

    /** Finishes the capture; one without events has its lists all the same. */
    @Override
    public void close() throws IOException {
        try {
            if (!isListed) {
                lists();
            }
        } finally {
            out.close();
        }
    }
}
