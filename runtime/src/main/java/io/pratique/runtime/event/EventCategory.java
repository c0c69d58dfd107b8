package io.pratique.runtime.event;

/** What an event type is about, and where it comes from; names as in falcosecurity/libs. */
public enum EventCategory {
    UNKNOWN("unknown"),
    OTHER("other"),
    FILE("file"),
    NET("net"),
    IPC("ipc"),
    MEMORY("memory"),
    PROCESS("process"),
    SLEEP("sleep"),
    SYSTEM("system"),
    SIGNAL("signal"),
    USER("user"),
    TIME("time"),
    PROCESSING("processing"),
    IO_READ("IO read"),
    IO_WRITE("IO write"),
    IO_OTHER("IO other"),
    WAIT("wait"),
    SCHEDULER("scheduler"),
    INTERNAL("internal"),
    SYSCALL("syscall"),
    TRACEPOINT("tracepoint"),
    PLUGIN("plugin"),
    METAEVENT("metaevent");

    private final String word;

    EventCategory(String word) {
        this.word = word;
    }

    /** As {@code evt.category} writes it. */
    public String word() {
        return word;
    }
}
