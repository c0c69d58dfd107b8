package io.pratique.runtime.state;

import org.jspecify.annotations.Nullable;

/** What the threads of one process have in common. */
final class ProcessState {
    final long pid;
    Descriptors files;
    WorkingDirectory directory;
    byte[] environment = Descriptor.NOTHING;

    /** The first thread; it stays known while other threads live. */
    @Nullable ThreadState leader;

    int threads;

    /** Processes that this one started and that live. */
    int children;

    ProcessState(long pid, Descriptors files, WorkingDirectory directory) {
        this.pid = pid;
        this.files = files;
        this.directory = directory;
    }

    /** A working directory; processes may share one. */
    static final class WorkingDirectory {
        byte[] path;

        WorkingDirectory(byte[] path) {
            this.path = path;
        }
    }
}
