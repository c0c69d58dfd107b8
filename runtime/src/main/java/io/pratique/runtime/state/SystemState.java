package io.pratique.runtime.state;

import io.pratique.runtime.capture.DescriptorEntry;
import io.pratique.runtime.capture.EventLayouts;
import io.pratique.runtime.capture.GroupEntry;
import io.pratique.runtime.capture.InterfaceEntry;
import io.pratique.runtime.capture.Machine;
import io.pratique.runtime.capture.ProcessEntry;
import io.pratique.runtime.capture.RawEvent;
import io.pratique.runtime.capture.SystemListener;
import io.pratique.runtime.capture.UserEntry;
import io.pratique.runtime.field.Bytes;
import io.pratique.runtime.filter.FieldSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one system, kept up to date event by event: the same for captures and for sensors.
 * It belongs to one thread and is bounded by {@link StateLimits}.
 *
 * <p>{@link #apply} takes an event; then {@link #fields} reads the event together with the state
 * that it leaves behind. What an event takes away (a closed descriptor, a thread that exits) can
 * still be read with it, and is gone at the next one.
 */
public final class SystemState implements SystemListener {
    private final StateLimits limits;
    private final TypeFacts[] types;
    private final LongTable<ThreadState> threads = new LongTable<>(1 << 10);
    final Descriptors.Pool pool = new Descriptors.Pool();
    final Names names = new Names();
    final Users users;
    final Containers containers;
    final Interfaces interfaces = new Interfaces();
    private final Updates updates;
    private final Fields fields;
    private final java.util.Map<Bytes, Text> hosts = new java.util.HashMap<>();
    private Machine machine = NO_MACHINE;

    /** The name of a thread of which only the number is known, as libs writes it. */
    private static final byte[] UNKNOWN = {'<', 'N', 'A', '>'};

    private static final Machine NO_MACHINE = new Machine(0, 0, 0, "", 0, 0);

    private long nextKey = 1;
    private long evictedThreads;
    private long refusedDescriptors;
    private long unknownThreads;
    private int chance = 0x2545_F491;

    // ---- the current event
    private final RawEvent nothing;
    RawEvent event;
    TypeFacts facts;
    @Nullable ThreadState thread;
    @Nullable Descriptor descriptor;

    /** The number of the descriptor, -1 when there is none. */
    long descriptorNumber = -1;

    boolean hasResult;
    long result;
    boolean nameChanged;
    long firstTime;
    long previousTime;
    long lastTime;

    private long closing = -1;
    private @Nullable ThreadState closingThread;
    private @Nullable ThreadState exiting;
    private @Nullable ThreadState lastThread;

    /** An empty state. */
    public SystemState(StateLimits limits) {
        this.limits = limits;
        EventLayouts layouts = EventLayouts.standard();
        this.types = TypeFacts.all(layouts);
        this.users = new Users(limits.users());
        this.containers = new Containers(limits.containers());
        this.facts = types[0];
        this.nothing = new RawEvent(facts.type);
        this.event = nothing;
        this.updates = new Updates(this);
        this.fields = new Fields(this);
    }

    /** The fields of the current event. */
    public FieldSource fields() {
        return fields;
    }

    /** The machine, as far as it was told. */
    public Machine machine() {
        return machine;
    }

    public StateCounts counts() {
        return new StateCounts(
                threads.size(),
                containers.size(),
                evictedThreads,
                refusedDescriptors,
                containers.evicted(),
                users.refused(),
                unknownThreads);
    }

    /**
     * The key of the current event's process: it differs from that of every other process, also
     * from one that had the same number before; 0 when the event has no process.
     */
    public long processKey() {
        ThreadState current = thread;
        return current == null ? 0 : current.main().key;
    }

    /** The id of the current event's container, twelve characters; empty on the host. */
    public String containerId() {
        ThreadState current = thread;
        Container container = current == null ? null : current.container;
        return container == null ? "" : container.id;
    }

    /** Adds what is known of a container. */
    public void learn(ContainerFacts container) {
        containers.container(container.id()).learn(container);
    }

    /**
     * Tells what the system is like now, as it is told when a recording begins: for captures that
     * are written as evidence.
     */
    public void describe(SystemListener listener) {
        listener.begin();
        listener.machine(machine);
        interfaces.forEach(listener::networkInterface);
        users.describe(listener);
        // Processes before their other threads, and both before descriptors.
        threads.forEach(known -> {
            if (known.isMain()) {
                listener.process(Snapshot.of(known));
            }
        });
        threads.forEach(known -> {
            if (!known.isMain()) {
                listener.process(Snapshot.of(known));
            }
        });
        threads.forEach(known -> {
            if (known.isMain()) {
                known.process.files.forEach((number, open) ->
                        listener.descriptor(known.tid, Snapshot.of(number, open)));
            }
        });
    }

    /**
     * Remembers the name that an address was found under, for {@code fd.sip.name} and its kin. A
     * capture holds no such names; a sensor may know some.
     *
     * @param address four bytes or sixteen
     */
    public void learnName(Bytes address, String name) {
        if (hosts.size() < limits.users()) {
            hosts.put(address, Text.of(name));
        }
    }

    /** The name that an address was last found under, if any. */
    @Nullable Text hostName(byte[] address, int size) {
        return hosts.isEmpty() ? null : hosts.get(Bytes.of(java.util.Arrays.copyOf(address, size)));
    }

    // ---- what was there before

    @Override
    public void begin() {
        threads.clear();
        users.clear();
        containers.clear();
        interfaces.clear();
        machine = NO_MACHINE;
        lastThread = null;
        thread = null;
        descriptor = null;
        exiting = null;
        closingThread = null;
        event = nothing;
    }

    @Override
    public void machine(Machine newMachine) {
        machine = newMachine;
    }

    @Override
    public void networkInterface(InterfaceEntry entry) {
        interfaces.add(entry);
    }

    @Override
    public void user(UserEntry user) {
        users.addUser(
                "",
                user.uid(),
                new Users.User(
                        Users.bytes(user.name()),
                        Users.bytes(user.home()),
                        Users.bytes(user.shell())));
    }

    @Override
    public void group(GroupEntry group) {
        users.addGroup("", group.gid(), Users.bytes(group.name()));
    }

    private byte[] kept(Bytes bytes) {
        byte[] array = bytes.toArray();
        return names.of(array, 0, array.length);
    }

    @Override
    public void process(ProcessEntry entry) {
        ProcessState process = null;
        if (entry.tid() != entry.pid()) {
            ThreadState leader = threads.get(entry.pid());
            process = leader == null ? null : leader.process;
        }
        if (process == null) {
            process = newProcess(entry.pid());
        }
        ThreadState added = addThread(entry.tid(), entry.pid(), process);
        added.isKnown = true;
        added.parent = entry.parent();
        added.session = entry.session();
        added.group = entry.group();
        added.virtualGroup = entry.virtualGroup();
        added.virtualTid = entry.virtualTid();
        added.virtualPid = entry.virtualPid();
        added.name = kept(entry.name());
        added.program = kept(entry.program());
        added.programPath = kept(entry.programPath());
        added.arguments = kept(entry.arguments());
        added.root = kept(entry.root());
        added.flags = entry.flags();
        added.uid = entry.uid();
        added.gid = entry.gid();
        added.loginUid = entry.loginUid();
        added.tty = entry.tty();
        added.fileLimit = entry.fileLimit();
        added.virtualMemory = entry.virtualMemory();
        added.residentMemory = entry.residentMemory();
        added.swappedMemory = entry.swappedMemory();
        added.majorFaults = entry.majorFaults();
        added.minorFaults = entry.minorFaults();
        added.inheritable = entry.inheritable();
        added.permitted = entry.permitted();
        added.effective = entry.effective();
        added.hasCapabilities = true;
        added.programIsWritable = entry.programIsWritable();
        added.programIsUpperLayer = entry.programIsUpperLayer();
        added.programIsLowerLayer = entry.programIsLowerLayer();
        added.programIsFromMemory = entry.programIsFromMemory();
        added.programInode = entry.programInode();
        added.programChangeTime = entry.programChangeTime();
        added.programModifyTime = entry.programModifyTime();
        added.namespaceStart = entry.namespaceStart();
        setCgroups(added, kept(entry.cgroups()));
        if (added.isMain()) {
            process.environment = kept(entry.environment());
            process.directory.path = kept(entry.directory());
        }
    }

    @Override
    public void descriptor(long tid, DescriptorEntry entry) {
        ThreadState owner = threads.get(tid);
        if (owner == null || (!owner.isMain() && owner.process.leader != null)) {
            return;
        }
        Descriptor added = pool.take();
        added.kind = entry.kind();
        added.name = kept(entry.name());
        added.rawName = added.name;
        added.flags = entry.flags();
        added.device = entry.device();
        added.inode = entry.inode();
        added.protocol = entry.protocol();
        added.sourcePeer = entry.sourcePeer();
        added.destinationPeer = entry.destinationPeer();
        if (entry.kind().isInternet()) {
            fill(added.source, entry.source());
            fill(added.destination, entry.destination());
            added.sourcePort = entry.sourcePort();
            added.destinationPort = entry.destinationPort();
            updates.sockets().settle(added, owner);
        }
        put(owner, entry.number(), added);
    }

    private static void fill(byte[] address, Bytes from) {
        for (int i = 0; i < from.length() && i < 16; i++) {
            address[i] = from.at(i);
        }
    }

    // ---- events

    /**
     * Takes the next event. It and its parameters must stay as they are until the fields were read.
     */
    public void apply(RawEvent next) {
        if (closingThread != null) {
            finishClose();
        }
        if (exiting != null) {
            finishExit();
        }
        event = next;
        long time = next.time();
        if (firstTime == 0) {
            firstTime = time;
            lastTime = time;
        }
        previousTime = lastTime;
        lastTime = time;
        TypeFacts current = types[next.type().number()];
        facts = current;
        descriptor = null;
        descriptorNumber = -1;
        nameChanged = false;
        hasResult = false;
        result = 0;
        if (current.isMeta) {
            thread = current.type.name().equals("procinfo") ? find(next.tid()) : null;
            updates.apply(current.action, next, current.indexes);
            return;
        }
        ThreadState found = find(next.tid());
        if (found == null && current.namesThread) {
            unknownThreads++;
            found = addThread(next.tid(), next.tid(), newProcess(next.tid()));
            found.name = UNKNOWN;
            found.program = UNKNOWN;
        }
        thread = found;
        if (current.result >= 0 && next.has(current.result)) {
            hasResult = true;
            result = next.signed(current.result);
        }
        if (found != null) {
            found.lastSeen = time;
            if (current.descriptor >= 0 && next.has(current.descriptor)) {
                descriptorNumber = next.signed(current.descriptor);
                descriptor = found.process.files.get(descriptorNumber);
            }
        }
        if (current.action != Action.NONE) {
            updates.apply(current.action, next, current.indexes);
        }
    }

    @Nullable ThreadState find(long tid) {
        ThreadState last = lastThread;
        if (last != null && last.tid == tid) {
            return last;
        }
        ThreadState found = threads.get(tid);
        if (found != null) {
            lastThread = found;
        }
        return found;
    }

    /** A thread by its number, for readers. */
    @Nullable ThreadState threadOf(long tid) {
        return threads.get(tid);
    }

    /**
     * The thread that started a process, if it still lives. One that started later than its child
     * only has the number that the parent had.
     */
    @Nullable ThreadState parentOf(ThreadState child) {
        ThreadState main = child.main();
        if (main.parent <= 0 || main.parent == main.tid) {
            return null;
        }
        ThreadState parent = threads.get(main.parent);
        if (parent == null
                || (parent.cloneTime != 0
                        && main.cloneTime != 0
                        && parent.cloneTime > main.cloneTime)) {
            return null;
        }
        return parent;
    }

    void forEachThread(Consumer<ThreadState> action) {
        threads.forEach(action);
    }

    // ---- for updates

    ProcessState newProcess(long pid) {
        return new ProcessState(
                pid, new Descriptors(), new ProcessState.WorkingDirectory(Descriptor.NOTHING));
    }

    ThreadState addThread(long tid, long pid, ProcessState process) {
        ThreadState old = threads.get(tid);
        if (old != null) {
            remove(old);
        } else if (threads.size() >= limits.threads()) {
            evict();
        }
        ThreadState added = new ThreadState(nextKey++, tid, pid, process);
        added.lastSeen = lastTime;
        threads.put(tid, added);
        process.threads++;
        if (tid == pid || process.leader == null) {
            process.leader = added;
        }
        lastThread = added;
        return added;
    }

    /** Takes away the one that was longest not seen of a few that are chosen by chance. */
    private void evict() {
        ThreadState oldest = null;
        for (int i = 0; i < 16; i++) {
            chance = chance * 1_664_525 + 1_013_904_223;
            ThreadState candidate = threads.near(chance >>> 8);
            if (candidate != null
                    && candidate != thread
                    && (oldest == null || candidate.lastSeen < oldest.lastSeen)) {
                oldest = candidate;
            }
        }
        if (oldest != null) {
            evictedThreads++;
            remove(oldest);
        }
    }

    private void remove(ThreadState gone) {
        threads.remove(gone.tid);
        gone.isDead = true;
        ProcessState process = gone.process;
        process.threads--;
        if (lastThread == gone) {
            lastThread = null;
        }
        if (process.threads <= 0) {
            ThreadState parent = threads.get(gone.main().parent);
            if (parent != null && parent.process.children > 0) {
                parent.process.children--;
            }
        }
    }

    void exit(ThreadState gone) {
        exiting = gone;
    }

    private void finishExit() {
        ThreadState gone = exiting;
        exiting = null;
        if (gone == null || threads.get(gone.tid) != gone) {
            return;
        }
        ProcessState process = gone.process;
        if (process.children > 0) {
            adopt(gone);
        }
        remove(gone);
    }

    /** Who takes the children of a thread that exits: another thread, or who the kernel named. */
    private void adopt(ThreadState gone) {
        long heir = updates.reaper();
        ProcessState process = gone.process;
        if (heir <= 0 && process.threads > 1) {
            ThreadState leader = process.leader;
            heir = leader != null && leader != gone && !leader.isDead ? leader.tid : 0;
        }
        if (heir <= 0) {
            return;
        }
        ThreadState reaper = threads.get(heir);
        long to = heir;
        threads.forEach(child -> {
            if (child.parent == gone.tid && child != gone) {
                child.parent = to;
                if (reaper != null && reaper.process != process && child.isMain()) {
                    reaper.process.children++;
                }
            }
        });
    }

    /** The threads of a process that starts another program are gone, but for the first. */
    void removeOtherThreads(ThreadState kept) {
        ProcessState process = kept.process;
        if (process.threads <= 1) {
            return;
        }
        java.util.List<ThreadState> others = new java.util.ArrayList<>();
        threads.forEach(other -> {
            if (other.process == process && other != kept) {
                others.add(other);
            }
        });
        others.forEach(this::remove);
        process.threads = 1;
    }

    void put(ThreadState owner, long number, Descriptor added) {
        if (!owner.process.files.put(number, added, limits.descriptorsOfProcess())) {
            refusedDescriptors++;
        }
    }

    /** The descriptor, copied first when others hold it too. */
    Descriptor own(ThreadState owner, long number, Descriptor found) {
        if (!found.isShared) {
            return found;
        }
        Descriptor copy = pool.take();
        copy.copyFrom(found);
        put(owner, number, copy);
        return copy;
    }

    void close(ThreadState owner, long number) {
        closingThread = owner;
        closing = number;
    }

    private void finishClose() {
        ThreadState owner = closingThread;
        closingThread = null;
        if (owner != null) {
            Descriptor gone = owner.process.files.remove(closing);
            if (gone != null) {
                pool.give(gone);
            }
        }
    }

    void setCgroups(ThreadState changed, byte[] cgroups) {
        byte[] full = fullNames(cgroups);
        changed.cgroups = full;
        changed.container = containers.of(full);
    }

    private static final byte[][] SHORT = {
        {'i', 'o', '='}, {'m', 'e', 'm', '='}, {'p', 'e', 'r', 'f', '='}
    };
    private static final String[] FULL = {"blkio=", "memory=", "perf_event="};
    private final TextBuilder cgroupText = new TextBuilder();

    /** Kernels shorten the names of three subsystems; conditions use the full ones. */
    private byte[] fullNames(byte[] cgroups) {
        cgroupText.clear();
        boolean changed = false;
        int from = 0;
        while (from < cgroups.length) {
            int length = Sockets.textLength(cgroups, from, cgroups.length - from);
            int skip = 0;
            for (int i = 0; i < SHORT.length; i++) {
                byte[] name = SHORT[i];
                if (length >= name.length
                        && java.util.Arrays.equals(
                                cgroups, from, from + name.length, name, 0, name.length)) {
                    cgroupText.add(FULL[i]);
                    skip = name.length;
                    changed = true;
                }
            }
            cgroupText.add(cgroups, from + skip, length - skip).add(0);
            from += length + 1;
        }
        return changed ? names.of(cgroupText) : cgroups;
    }

    /** The whole path of a parameter of the current event, whose thread must be known. */
    boolean path(int index, int directory, TextBuilder out) {
        ThreadState current = thread;
        return current != null && updates.path(event, current, index, directory, out);
    }

    /** The machine's boot, nanoseconds since 1970, 0 when it is not known. */
    long bootTime() {
        return machine.bootTime();
    }

    Optional<String> hostname() {
        return machine.hostname().isEmpty() ? Optional.empty() : Optional.of(machine.hostname());
    }
}
