package io.pratique.runtime.state;

import org.jspecify.annotations.Nullable;

/**
 * A thread. What the kernel knows of a process (descriptors, working directory, environment) stands
 * in {@link ProcessState}.
 */
final class ThreadState {
    /** Differs from that of every other thread, also from one that had the same number before. */
    final long key;

    final long tid;
    ProcessState process;

    /** -1 when it is not known, as are the other ids. */
    long pid;

    long parent = -1;
    long session = -1;
    long group = -1;
    long virtualGroup = -1;
    long virtualTid = -1;
    long virtualPid = -1;
    byte[] name = Descriptor.NOTHING;
    byte[] program = Descriptor.NOTHING;
    byte[] programPath = Descriptor.NOTHING;

    /** Each ends with a NUL. */
    byte[] arguments = Descriptor.NOTHING;

    byte[] cgroups = Descriptor.NOTHING;
    byte[] root = Descriptor.NOTHING;
    long flags;
    long uid = NO_ID;
    long gid = NO_ID;
    long loginUid = NO_ID;
    long tty;
    long fileLimit = -1;
    long inheritable;
    long permitted;
    long effective;
    boolean hasCapabilities;
    boolean programIsWritable;
    boolean programIsUpperLayer;
    boolean programIsLowerLayer;
    boolean programIsFromMemory;
    long programInode;
    long programChangeTime;
    long programModifyTime;

    /** Nanoseconds since 1970; 0 when it is not known. */
    long cloneTime;

    long execTime;
    long namespaceStart;
    long virtualMemory;
    long residentMemory;
    long swappedMemory;
    long majorFaults;
    long minorFaults;

    /**
     * Whether it was told or seen to start; what is only met in passing is known by its id only.
     */
    boolean isKnown;

    boolean isDead;
    long lastSeen;

    /** Null on the host. */
    @Nullable Container container;

    /** Made when they are first asked for. */
    byte @Nullable [] commandLine;

    byte @Nullable [] argumentLine;
    byte @Nullable [] programLine;

    static final long NO_ID = 0xFFFF_FFFFL;

    ThreadState(long key, long tid, long pid, ProcessState process) {
        this.key = key;
        this.tid = tid;
        this.pid = pid;
        this.process = process;
    }

    boolean isMain() {
        return tid == pid;
    }

    /** The first thread of the process, or this one when that is not known. */
    ThreadState main() {
        ThreadState leader = process.leader;
        return leader == null ? this : leader;
    }

    boolean isInPidNamespace() {
        return (flags & Flags.CHILD_IN_PIDNS) != 0 || (virtualTid >= 0 && virtualTid != tid);
    }

    void forgetLines() {
        commandLine = null;
        argumentLine = null;
        programLine = null;
    }

    /** The arguments with blanks between them. */
    byte[] argumentLine() {
        byte[] line = argumentLine;
        if (line == null) {
            line = arguments.clone();
            int length = line.length;
            if (length > 0 && line[length - 1] == 0) {
                length--;
            }
            for (int i = 0; i < length; i++) {
                if (line[i] == 0) {
                    line[i] = ' ';
                }
            }
            if (length != line.length) {
                line = java.util.Arrays.copyOf(line, length);
            }
            argumentLine = line;
        }
        return line;
    }

    /** The name and the arguments. */
    byte[] commandLine() {
        byte[] line = commandLine;
        if (line == null) {
            line = withArguments(name);
            commandLine = line;
        }
        return line;
    }

    /** The program as it was called and the arguments. */
    byte[] programLine() {
        byte[] line = programLine;
        if (line == null) {
            line = withArguments(program);
            programLine = line;
        }
        return line;
    }

    private byte[] withArguments(byte[] first) {
        byte[] rest = argumentLine();
        if (rest.length == 0) {
            return first;
        }
        byte[] line = java.util.Arrays.copyOf(first, first.length + 1 + rest.length);
        line[first.length] = ' ';
        System.arraycopy(rest, 0, line, first.length + 1, rest.length);
        return line;
    }
}
