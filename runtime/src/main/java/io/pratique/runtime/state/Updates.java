package io.pratique.runtime.state;

import io.pratique.runtime.capture.DescriptorKind;
import io.pratique.runtime.capture.RawEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes the state as an event says. The numbers in brackets are places in {@link Action}. */
final class Updates {
    /** Both ends of a clone report it; what is older than this is of an earlier thread. */
    private static final long STALE = 2_000_000_000L;

    private static final long ALL_CAPABILITIES = 0x1FF_FFFF_FFFFL;

    private final SystemState state;
    private final Sockets sockets;
    private final TextBuilder text = new TextBuilder();
    private long reaper;

    Updates(SystemState state) {
        this.state = state;
        this.sockets = new Sockets(state);
    }

    Sockets sockets() {
        return sockets;
    }

    /** The thread that takes the children of the one that exits; 0 when it is not told. */
    long reaper() {
        return reaper;
    }

    void apply(Action action, RawEvent event, int[] at) {
        switch (action) {
            case NONE -> {}
            case CONTAINER -> container(event, at[0]);
            case OLD_CONTAINER -> oldContainer(event, at);
            case ASYNC -> async(event, at);
            case USER_ADDED -> userAdded(event, at);
            case USER_DELETED ->
                    state.users.removeUser(string(event, at[1]), event.unsigned(at[0], -1));
            case GROUP_ADDED ->
                    state.users.addGroup(
                            string(event, at[2]),
                            event.unsigned(at[0], -1),
                            event.has(at[1]) ? event.textCopy(at[1]) : Descriptor.NOTHING);
            case GROUP_DELETED ->
                    state.users.removeGroup(string(event, at[1]), event.unsigned(at[0], -1));
            case CLONE -> clone(event, at);
            default -> {
                ThreadState thread = state.thread;
                if (thread != null) {
                    apply(action, event, at, thread);
                }
            }
        }
    }

    private void apply(Action action, RawEvent event, int[] at, ThreadState thread) {
        boolean failed = state.hasResult && state.result < 0;
        long result = state.result;
        switch (action) {
            case OPEN -> open(event, at, thread, failed);
            case SOCKET -> {
                if (!failed && state.hasResult) {
                    Descriptor socket = state.pool.take();
                    sockets.create(
                            socket,
                            event.unsigned(at[0], 0),
                            event.unsigned(at[1], 0),
                            event.unsigned(at[2], 0));
                    add(thread, result, socket);
                }
            }
            case BIND -> {
                if (!failed && state.descriptor != null) {
                    sockets.bind(own(thread), event, at[0]);
                }
            }
            case CONNECT -> {
                if ((!failed || result == -115) && state.descriptor != null) {
                    sockets.connect(own(thread), event, at[0], at[1]);
                }
            }
            case ACCEPT -> accept(event, at, thread, failed);
            case CLOSE -> {
                if (!failed && state.descriptor != null) {
                    state.close(thread, state.descriptorNumber);
                }
            }
            case DUP -> {
                if (!failed && state.hasResult) {
                    duplicate(thread, event.signed(at[0], -1), result);
                }
            }
            case FCNTL -> {
                long command = event.unsigned(at[0], 0);
                if (!failed && state.hasResult && (command == 1 || command == 26)) {
                    duplicate(thread, state.descriptorNumber, result);
                }
            }
            case PIPE -> {
                if (!failed && event.has(at[0]) && event.has(at[1])) {
                    pipe(
                            thread,
                            event.signed(at[0]),
                            event.unsigned(at[2], 0),
                            event.unsigned(at[3], 0));
                    pipe(
                            thread,
                            event.signed(at[1]),
                            event.unsigned(at[2], 0),
                            event.unsigned(at[3], 0));
                }
            }
            case SOCKETPAIR -> socketPair(event, at, thread, failed);
            case NEW_EVENT -> create(event, at, thread, DescriptorKind.EVENT, failed);
            case NEW_SIGNAL -> create(event, at, thread, DescriptorKind.SIGNAL, failed);
            case NEW_TIMER -> create(event, at, thread, DescriptorKind.TIMER, failed);
            case NEW_INOTIFY -> create(event, at, thread, DescriptorKind.INOTIFY, failed);
            case NEW_POLL -> create(event, at, thread, DescriptorKind.EVENT_POLL, failed);
            case NEW_BPF -> create(event, at, thread, DescriptorKind.BPF, failed);
            case NEW_USERFAULT -> create(event, at, thread, DescriptorKind.USERFAULT, failed);
            case NEW_RING -> create(event, at, thread, DescriptorKind.IO_URING, failed);
            case NEW_MEMORY -> {
                if (!failed && state.hasResult) {
                    Descriptor memory = state.pool.take();
                    memory.kind = DescriptorKind.MEMORY;
                    memory.name = state.names.text(event, at[0]);
                    memory.flags = event.unsigned(at[1], 0);
                    add(thread, result, memory);
                }
            }
            case NEW_PIDFD -> {
                if (!failed && state.hasResult) {
                    Descriptor pidfd = state.pool.take();
                    pidfd.kind = DescriptorKind.PIDFD;
                    pidfd.target = event.signed(at[0], 0);
                    add(thread, result, pidfd);
                }
            }
            case PIDFD_GET -> {
                if (!failed && state.hasResult) {
                    takeOver(thread, event.signed(at[0], -1), event.signed(at[1], -1), result);
                }
            }
            case READ -> {
                if (!failed && state.descriptor != null) {
                    message(event, at[0], thread, true);
                }
            }
            case WRITE -> {
                if (!failed) {
                    if (state.descriptor == null) {
                        infer(event, at[0], thread);
                    }
                    if (state.descriptor != null) {
                        message(event, at[0], thread, false);
                    }
                }
            }
            case CHDIR, GETCWD -> {
                if (!failed && event.has(at[0])) {
                    Paths.join(
                            text,
                            thread.process.directory.path,
                            event.bytes(at[0]),
                            event.offset(at[0]),
                            event.textLength(at[0]));
                    thread.process.directory.path = state.names.of(text);
                }
            }
            case FCHDIR -> {
                Descriptor directory = state.descriptor;
                if (!failed && directory != null && directory.name.length > 0) {
                    thread.process.directory.path = directory.name;
                }
            }
            case CHROOT -> {
                if (!failed && event.has(at[0])) {
                    Paths.join(
                            text,
                            thread.process.directory.path,
                            event.bytes(at[0]),
                            event.offset(at[0]),
                            event.textLength(at[0]));
                    thread.root = state.names.of(text);
                }
            }
            case EXEC -> {
                if (!failed && state.hasResult) {
                    exec(event, at, thread);
                }
            }
            case EXIT -> {
                reaper = event.signed(at[0], 0);
                state.exit(thread);
            }
            case MEMORY -> {
                if (event.has(at[1])) {
                    // A switch of threads reports what the whole process uses.
                    ThreadState owner = at[3] >= 0 ? thread.main() : thread;
                    owner.virtualMemory = event.unsigned(at[0], owner.virtualMemory);
                    owner.residentMemory = event.unsigned(at[1], owner.residentMemory);
                    owner.swappedMemory = event.unsigned(at[2], owner.swappedMemory);
                }
                thread.majorFaults = event.unsigned(at[3], thread.majorFaults);
                thread.minorFaults = event.unsigned(at[4], thread.minorFaults);
            }
            case SETUID -> {
                if (!failed) {
                    long uid = event.unsigned(event.has(at[1]) ? at[1] : at[0], ThreadState.NO_ID);
                    thread.uid = uid == ThreadState.NO_ID ? thread.uid : uid;
                }
            }
            case SETGID -> {
                if (!failed) {
                    long gid = event.unsigned(event.has(at[1]) ? at[1] : at[0], ThreadState.NO_ID);
                    thread.gid = gid == ThreadState.NO_ID ? thread.gid : gid;
                }
            }
            case SETSID -> {
                if (!failed && state.hasResult) {
                    thread.session = result;
                    thread.virtualGroup = result;
                    if (!thread.isInPidNamespace()) {
                        thread.group = result;
                    }
                }
            }
            case SETPGID -> setGroup(event, at, thread, failed);
            case CAPSET -> {
                if (!failed && event.has(at[2])) {
                    thread.inheritable = event.unsigned(at[0], 0);
                    thread.permitted = event.unsigned(at[1], 0);
                    thread.effective = event.unsigned(at[2], 0);
                    thread.hasCapabilities = true;
                }
            }
            case PRCTL -> {
                if (!failed && event.unsigned(at[0], 0) == 15 && event.has(at[1])) {
                    thread.name = state.names.text(event, at[1]);
                    thread.forgetLines();
                }
            }
            case RLIMIT -> {
                if (!failed && event.unsigned(at[0], 0) == 7) {
                    int index = event.has(at[2]) ? at[2] : at[1];
                    long limit = event.signed(index, -1);
                    long pid = event.signed(at[3], 0);
                    ThreadState target = pid == 0 ? thread : state.threadOf(pid);
                    if (limit >= 0 && target != null) {
                        target.main().fileLimit = limit;
                    }
                }
            }
            case UNSHARE -> {
                long flags = event.unsigned(at[0], 0) | event.unsigned(at[1], 0);
                if (!failed && (flags & Flags.CLONE_NEWUSER) != 0) {
                    // The first in a namespace of users may do everything in it.
                    thread.effective = ALL_CAPABILITIES;
                    thread.permitted = ALL_CAPABILITIES;
                    thread.hasCapabilities = true;
                }
            }
            case NONE,
                    CLONE,
                    CONTAINER,
                    OLD_CONTAINER,
                    ASYNC,
                    USER_ADDED,
                    USER_DELETED,
                    GROUP_ADDED,
                    GROUP_DELETED -> {
                // These need no thread.
            }
        }
    }

    private static String string(RawEvent event, int index) {
        return event.has(index) ? new String(event.textCopy(index), StandardCharsets.UTF_8) : "";
    }

    // ---- descriptors

    private Descriptor own(ThreadState thread) {
        Descriptor found = state.descriptor;
        if (found == null) {
            throw new IllegalStateException("no descriptor");
        }
        Descriptor own = state.own(thread, state.descriptorNumber, found);
        state.descriptor = own;
        return own;
    }

    /** A new descriptor, which the event is about from now on. */
    private void add(ThreadState thread, long number, Descriptor added) {
        state.put(thread, number, added);
        state.descriptor = added;
        state.descriptorNumber = number;
        state.nameChanged = added.name.length > 0;
    }

    private void create(
            RawEvent event, int[] at, ThreadState thread, DescriptorKind kind, boolean failed) {
        if (failed || !state.hasResult) {
            return;
        }
        Descriptor added = state.pool.take();
        added.kind = kind;
        added.flags = at.length > 0 ? event.unsigned(at[0], 0) : 0;
        add(thread, state.result, added);
    }

    private void open(RawEvent event, int[] at, ThreadState thread, boolean failed) {
        if (failed || !state.hasResult) {
            return;
        }
        int name = at[0] >= 0 ? at[0] : at[5];
        long flags = event.unsigned(at[1], 0);
        if (at[1] < 0) {
            // creat has no flags; where the file lies stands in a parameter of its own.
            long layers = event.unsigned(at[6], 0);
            flags = Flags.O_WRONLY | Flags.O_CREAT;
            flags |= (layers & 1) != 0 ? Flags.FD_UPPER_LAYER : 0;
            flags |= (layers & 2) != 0 ? Flags.FD_LOWER_LAYER : 0;
        }
        Descriptor file = state.pool.take();
        file.kind =
                (flags & Flags.O_DIRECTORY) != 0 ? DescriptorKind.DIRECTORY : DescriptorKind.FILE;
        file.flags = flags;
        file.device = event.unsigned(at[3], 0);
        file.inode = event.unsigned(at[4], 0);
        if (event.has(name)) {
            file.rawName = state.names.text(event, name);
            if (path(event, thread, name, at[2], text)) {
                file.name = state.names.of(text);
            }
        }
        add(thread, state.result, file);
    }

    /**
     * The whole path of a parameter.
     *
     * @param directory the index of the parameter with the directory, or -1
     * @return false when the directory is not known
     */
    boolean path(RawEvent event, ThreadState thread, int name, int directory, TextBuilder out) {
        byte[] base = thread.process.directory.path;
        int length = event.textLength(name);
        byte[] bytes = event.bytes(name);
        int from = event.offset(name);
        boolean isAbsolute = length > 0 && bytes[from] == '/';
        if (!isAbsolute && event.has(directory)) {
            long number = event.signed(directory);
            if (number != Flags.AT_FDCWD) {
                Descriptor found = thread.process.files.get(number);
                if (found == null || found.name.length == 0) {
                    out.clear().add("<UNKNOWN>/").add(bytes, from, length);
                    return true;
                }
                base = found.name;
            }
        }
        Paths.join(out, base, bytes, from, length);
        return true;
    }

    private void accept(RawEvent event, int[] at, ThreadState thread, boolean failed) {
        if (failed || !state.hasResult) {
            return;
        }
        state.descriptorNumber = state.result;
        state.descriptor = null;
        Descriptor socket = state.pool.take();
        if (sockets.accept(socket, event, at[0])) {
            add(thread, state.result, socket);
        }
    }

    private void duplicate(ThreadState thread, long from, long to) {
        Descriptor found = thread.process.files.get(from);
        state.descriptorNumber = to;
        if (found == null) {
            // What it was is not known, so neither is what it is now.
            thread.process.files.remove(to);
            state.descriptor = null;
            return;
        }
        if (from != to) {
            found.isShared = true;
            state.put(thread, to, found);
        }
        state.descriptor = found;
    }

    private void pipe(ThreadState thread, long number, long inode, long flags) {
        Descriptor pipe = state.pool.take();
        pipe.kind = DescriptorKind.PIPE;
        pipe.inode = inode;
        pipe.flags = flags;
        add(thread, number, pipe);
    }

    private void socketPair(RawEvent event, int[] at, ThreadState thread, boolean failed) {
        if (failed || !event.has(at[0]) || !event.has(at[1])) {
            return;
        }
        for (int i = 1; i >= 0; i--) {
            Descriptor socket = state.pool.take();
            socket.kind = DescriptorKind.UNIX;
            socket.sourcePeer = event.unsigned(at[2], 0);
            socket.destinationPeer = event.unsigned(at[3], 0);
            add(thread, event.signed(at[i]), socket);
        }
    }

    private void takeOver(ThreadState thread, long pidfd, long number, long to) {
        Descriptor process = thread.process.files.get(pidfd);
        ThreadState target =
                process != null && process.kind == DescriptorKind.PIDFD
                        ? state.threadOf(process.target)
                        : null;
        Descriptor found = target == null ? null : target.process.files.get(number);
        state.descriptorNumber = to;
        if (found == null) {
            thread.process.files.remove(to);
            state.descriptor = null;
            return;
        }
        found.isShared = true;
        state.put(thread, to, found);
        state.descriptor = found;
    }

    private void message(RawEvent event, int tuple, ThreadState thread, boolean isIncoming) {
        Descriptor found = state.descriptor;
        if (found == null || !found.kind.isSocket()) {
            return;
        }
        if (event.has(tuple) || !found.isConnected) {
            sockets.message(own(thread), thread, event, tuple, isIncoming);
        }
    }

    /** A message left by a descriptor whose making was not seen: it can only be a socket. */
    private void infer(RawEvent event, int tuple, ThreadState thread) {
        if (!event.has(tuple) || state.descriptorNumber < 0) {
            return;
        }
        int family = event.bytes(tuple)[event.offset(tuple)];
        if (family == Flags.AF_INET || family == Flags.AF_INET6) {
            Descriptor socket = state.pool.take();
            sockets.create(socket, family, 2, 17);
            add(thread, state.descriptorNumber, socket);
        }
    }

    // ---- threads

    private void clone(RawEvent event, int[] at) {
        if (!state.hasResult || state.result < 0) {
            return;
        }
        if (state.result == 0) {
            cloneInChild(event, at);
        } else {
            cloneInParent(event, at, state.result);
        }
    }

    private void cloneInParent(RawEvent event, int[] at, long childTid) {
        ThreadState caller = state.thread;
        if (caller == null) {
            caller =
                    state.addThread(
                            event.tid(),
                            event.signed(at[2], -1),
                            state.newProcess(event.signed(at[2], -1)));
            state.thread = caller;
        }
        if (!caller.isKnown) {
            describe(caller, event, at);
            caller.pid = event.signed(at[2], caller.pid);
            caller.parent = event.signed(at[3], caller.parent);
            caller.virtualTid = event.signed(at[15], event.tid());
            caller.virtualPid = event.signed(at[16], -1);
            adoptDirectory(caller, event, at[18]);
        }
        long flags = event.unsigned(at[12], 0);
        boolean isElsewhere =
                (flags & (Flags.CHILD_IN_PIDNS | Flags.CLONE_NEWPID | Flags.CLONE_PARENT)) != 0
                        || (caller.virtualTid >= 0 && caller.virtualTid != caller.tid);
        // In another namespace the number means nothing here; after a vfork the child reported
        // itself before, and may be gone.
        if (isElsewhere
                || (flags & Flags.CLONE_VFORK) != 0
                || event.type().name().equals("vfork")) {
            return;
        }
        ThreadState old = state.threadOf(childTid);
        if (old != null && old.cloneTime != 0 && event.time() - old.cloneTime < STALE) {
            return;
        }
        boolean isThread = (flags & Flags.CLONE_THREAD) != 0;
        ThreadState child =
                isThread
                        ? state.addThread(childTid, caller.pid, caller.process)
                        : state.addThread(childTid, childTid, fork(caller, childTid, flags));
        child.parent = isThread ? caller.main().parent : caller.tid;
        child.virtualTid = childTid;
        child.virtualPid = child.pid;
        inherit(child, caller);
        finishClone(child, event, at, flags);
        if (!isThread) {
            caller.process.children++;
        }
    }

    private void cloneInChild(RawEvent event, int[] at) {
        ThreadState known = state.thread;
        if (known != null && known.cloneTime != 0 && event.time() - known.cloneTime < STALE) {
            return;
        }
        long tid = event.tid();
        long pid = event.signed(at[2], tid);
        long parent = event.signed(at[3], -1);
        long flags = event.unsigned(at[12], 0);
        boolean isThread = (flags & Flags.CLONE_THREAD) != 0 || pid != tid;
        ThreadState from = state.threadOf(isThread ? pid : parent);
        ProcessState process;
        if (from == null) {
            process = state.newProcess(pid);
        } else {
            process = isThread ? from.process : fork(from, pid, flags);
        }
        ThreadState child = state.addThread(tid, pid, process);
        child.parent = parent;
        child.virtualTid = event.signed(at[15], tid);
        child.virtualPid = event.signed(at[16], event.has(at[15]) ? -1 : pid);
        if (from != null) {
            inherit(child, from);
            if (!isThread) {
                from.process.children++;
            }
        } else {
            adoptDirectory(child, event, at[18]);
        }
        finishClone(child, event, at, flags);
        if (event.has(at[17]) && child.isInPidNamespace()) {
            child.namespaceStart = event.unsigned(at[17]) + state.bootTime();
        }
        state.thread = child;
    }

    private ProcessState fork(ThreadState parent, long pid, long flags) {
        ProcessState from = parent.process;
        ProcessState child =
                new ProcessState(
                        pid,
                        (flags & Flags.CLONE_FILES) != 0 ? from.files : from.files.fork(),
                        (flags & Flags.CLONE_FS) != 0
                                ? from.directory
                                : new ProcessState.WorkingDirectory(from.directory.path));
        child.environment = from.environment;
        return child;
    }

    private static void inherit(ThreadState child, ThreadState from) {
        child.programPath = from.programPath;
        child.programIsWritable = from.programIsWritable;
        child.programIsUpperLayer = from.programIsUpperLayer;
        child.programIsLowerLayer = from.programIsLowerLayer;
        child.programIsFromMemory = from.programIsFromMemory;
        child.programInode = from.programInode;
        child.programChangeTime = from.programChangeTime;
        child.programModifyTime = from.programModifyTime;
        child.root = from.root;
        child.session = from.session;
        child.group = from.group;
        child.virtualGroup = from.virtualGroup;
        child.tty = from.tty;
        child.loginUid = from.loginUid;
        child.inheritable = from.inheritable;
        child.permitted = from.permitted;
        child.effective = from.effective;
        child.hasCapabilities = from.hasCapabilities;
        child.cgroups = from.cgroups;
        child.container = from.container;
        child.namespaceStart = from.namespaceStart;
        child.execTime = child.isMain() ? 0 : from.execTime;
    }

    private void finishClone(ThreadState child, RawEvent event, int[] at, long flags) {
        child.flags = flags;
        child.cloneTime = event.time();
        describe(child, event, at);
    }

    /** What an event of clone and one of exec say in the same way. */
    private void describe(ThreadState thread, RawEvent event, int[] at) {
        thread.isKnown = true;
        thread.program = state.names.text(event, at[0]);
        thread.arguments = state.names.bytes(event, at[1]);
        thread.name = event.has(at[10]) ? state.names.text(event, at[10]) : thread.program;
        thread.forgetLines();
        thread.fileLimit = event.signed(at[4], thread.fileLimit);
        thread.majorFaults = event.unsigned(at[5], thread.majorFaults);
        thread.minorFaults = event.unsigned(at[6], thread.minorFaults);
        thread.virtualMemory = event.unsigned(at[7], thread.virtualMemory);
        thread.residentMemory = event.unsigned(at[8], thread.residentMemory);
        thread.swappedMemory = event.unsigned(at[9], thread.swappedMemory);
        thread.uid = event.unsigned(at[13], thread.uid);
        thread.gid = event.unsigned(at[14], thread.gid);
        if (event.has(at[11])) {
            state.setCgroups(thread, state.names.bytes(event, at[11]));
        }
    }

    private void adoptDirectory(ThreadState thread, RawEvent event, int index) {
        if (event.has(index) && thread.process.directory.path.length == 0) {
            thread.process.directory.path = state.names.text(event, index);
        }
    }

    private void exec(RawEvent event, int[] at, ThreadState thread) {
        boolean wasKnown = thread.isKnown;
        describe(thread, event, at);
        thread.execTime = event.time();
        thread.pid = event.signed(at[2], thread.pid);
        if (!wasKnown || thread.parent <= 0) {
            thread.parent = event.signed(at[3], thread.parent);
            if (thread.virtualTid < 0) {
                thread.virtualTid = thread.tid;
                thread.virtualPid = thread.pid;
            }
        }
        adoptDirectory(thread, event, at[30]);
        if (event.has(at[15])) {
            thread.process.environment = state.names.bytes(event, at[15]);
        }
        thread.tty = event.unsigned(at[16], thread.tty);
        programPath(event, at, thread);
        thread.virtualGroup = event.signed(at[17], thread.virtualGroup);
        thread.loginUid = event.unsigned(at[18], thread.loginUid);
        if (event.has(at[12])) {
            long flags = event.unsigned(at[12]);
            thread.programIsWritable = (flags & Flags.EXE_WRITABLE) != 0;
            thread.programIsUpperLayer = (flags & Flags.EXE_UPPER_LAYER) != 0;
            thread.programIsFromMemory = (flags & Flags.EXE_FROM_MEMFD) != 0;
            thread.programIsLowerLayer = (flags & Flags.EXE_LOWER_LAYER) != 0;
        } else {
            thread.programIsWritable = false;
            thread.programIsUpperLayer = false;
            thread.programIsFromMemory = false;
            thread.programIsLowerLayer = false;
        }
        if (event.has(at[21])) {
            thread.inheritable = event.unsigned(at[19], 0);
            thread.permitted = event.unsigned(at[20], 0);
            thread.effective = event.unsigned(at[21], 0);
            thread.hasCapabilities = true;
        }
        thread.programInode = event.unsigned(at[22], 0);
        thread.programChangeTime = event.unsigned(at[23], 0);
        thread.programModifyTime = event.unsigned(at[24], 0);
        thread.group = event.signed(at[26], thread.group);
        thread.flags &= Flags.CHILD_IN_PIDNS;
        state.removeOtherThreads(thread);
        thread.process.leader = thread;
    }

    private void programPath(RawEvent event, int[] at, ThreadState thread) {
        int trusted = at[25];
        int name = event.has(at[27]) ? at[27] : at[29];
        if (event.has(trusted)) {
            thread.programPath = state.names.text(event, trusted);
        } else if (event.has(name)) {
            int length = event.textLength(name);
            boolean isWhole = path(event, thread, name, at[28], text);
            thread.programPath = isWhole && length > 0 ? state.names.of(text) : Descriptor.NOTHING;
        } else {
            // Only the caller's word for the program is left, and that is no path.
            thread.programPath = Descriptor.NOTHING;
        }
    }

    private void setGroup(RawEvent event, int[] at, ThreadState thread, boolean failed) {
        if (failed || !state.hasResult) {
            return;
        }
        long pid = event.signed(at[0], 0);
        long group = event.signed(at[1], 0);
        boolean isOwn = pid == 0 || pid == thread.virtualPid || pid == thread.pid;
        ThreadState target = isOwn ? thread.main() : state.threadOf(pid);
        if (target == null || (!isOwn && thread.isInPidNamespace())) {
            return;
        }
        target.virtualGroup = group == 0 ? target.virtualPid : group;
        if (!target.isInPidNamespace()) {
            target.group = target.virtualGroup;
        }
    }

    // ---- containers, users

    private void container(RawEvent event, int json) {
        if (event.has(json)) {
            ContainerJson.read(event.textCopy(json)).ifPresent(state::learn);
        }
    }

    private void async(RawEvent event, int[] at) {
        if (event.has(at[1]) && string(event, at[0]).startsWith("container")) {
            container(event, at[1]);
        }
    }

    private void oldContainer(RawEvent event, int[] at) {
        String id = string(event, at[0]);
        if (!id.isEmpty()) {
            state.learn(
                    new ContainerFacts(
                            id,
                            Map.of(
                                    "container.name",
                                    string(event, at[2]),
                                    "container.image",
                                    string(event, at[3])),
                            List.of(),
                            Map.of(),
                            Map.of(),
                            0));
        }
    }

    private void userAdded(RawEvent event, int[] at) {
        state.users.addUser(
                string(event, at[5]),
                event.unsigned(at[0], -1),
                new Users.User(copy(event, at[2]), copy(event, at[3]), copy(event, at[4])));
    }

    private static byte[] copy(RawEvent event, int index) {
        byte @Nullable [] copied = event.has(index) ? event.textCopy(index) : null;
        return copied == null ? Descriptor.NOTHING : copied;
    }
}
