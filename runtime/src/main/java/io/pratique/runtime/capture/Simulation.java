package io.pratique.runtime.capture;

import io.pratique.document.Nearest;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.event.Parameter;
import io.pratique.runtime.field.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A made-up stream of events, for samples of rules and for tests. Either built by calls, or read
 * from a text; see {@link SampleText} for the text.
 *
 * <p>Numbers of processes that are not given come from 1000 up. Events are a millisecond apart.
 *
 * <p>Settings of a process, all of which may be left out: {@code parent}, {@code name}, {@code
 * exe}, {@code uid}, {@code gid}, {@code loginuid}, {@code tty}, {@code cwd}, {@code sid}, {@code
 * pgid}, {@code vpid}, {@code container}, {@code cgroups}, {@code env} (blanks between variables),
 * {@code caps}. A program that is run also takes {@code flags} ({@code writable}, {@code upper},
 * {@code lower}, {@code memfd}, with commas between them), {@code ino}, {@code ctime}, {@code
 * mtime} and {@code res} (0 when it is left out).
 */
public final class Simulation implements EventSource {
    private static final long MILLISECOND = 1_000_000L;
    private static final long START = 1_767_225_600_000_000_000L;
    private static final long NO_ID = 0xFFFF_FFFFL;

    private final List<Step> before = new ArrayList<>();
    private final List<Recorded> events = new ArrayList<>();
    private final Map<Long, Running> processes = new HashMap<>();
    private final RawEvent event = new RawEvent(EventLayouts.standard().at(0));
    private long time = START;
    private long nextPid = 1000;
    private int nextEvent;
    private boolean isTold;

    /** Something that is told before the events. */
    @FunctionalInterface
    private interface Step {
        void tell(SystemListener listener);
    }

    private static final class Recorded {
        private final EventType type;
        private final long time;
        private final long tid;
        private final byte[][] parameters;

        private Recorded(EventType type, long time, long tid, byte[][] parameters) {
            this.type = type;
            this.time = time;
            this.tid = tid;
            this.parameters = parameters;
        }
    }

    /** What the simulation remembers of a process, to fill in what its calls report. */
    private static final class Running {
        private long parent;
        private String name = "";
        private String program = "";
        private String path = "";
        private List<String> arguments = List.of();
        private Map<String, String> settings = Map.of();
        private int nextDescriptor = 3;
    }

    /** An empty simulation. */
    public Simulation() {
        before.add(
                listener -> listener.machine(new Machine(2, 1L << 32, 32_768, "sample", START, 0)));
    }

    /** Reads a text. */
    public static Simulation parse(String text) {
        Simulation simulation = new Simulation();
        SampleText.read(text, simulation);
        return simulation;
    }

    // ---- what is there

    /** A user of the host. */
    public Simulation user(long uid, String name) {
        before.add(listener ->
                listener.user(new UserEntry(uid, uid, name, "/home/" + name, "/bin/sh")));
        before.add(listener -> listener.group(new GroupEntry(uid, name)));
        return this;
    }

    /** A network interface of the machine. */
    public Simulation networkInterface(String name, String address) {
        byte[] bytes = ParameterBytes.ip(address);
        byte[] mask = new byte[bytes.length];
        java.util.Arrays.fill(mask, (byte) 0xFF);
        before.add(listener ->
                listener.networkInterface(
                        new InterfaceEntry(
                                name, Bytes.of(bytes), Bytes.of(mask), Bytes.of(bytes), 0)));
        return this;
    }

    /**
     * A process that runs before the first event.
     *
     * @param settings see the class
     */
    public Simulation process(
            long pid, String path, List<String> arguments, Map<String, String> settings) {
        require(
                settings,
                "parent",
                "name",
                "exe",
                "uid",
                "gid",
                "loginuid",
                "tty",
                "cwd",
                "sid",
                "pgid",
                "vpid",
                "container",
                "cgroups",
                "env",
                "caps");
        Running process = new Running();
        process.parent = number(settings, "parent", 0);
        describe(process, path, arguments, settings);
        processes.put(pid, process);
        nextPid = Math.max(nextPid, pid + 1);
        long vpid = number(settings, "vpid", pid);
        ProcessEntry entry =
                new ProcessEntry(
                        pid,
                        pid,
                        process.parent,
                        number(settings, "sid", pid),
                        number(settings, "pgid", vpid),
                        number(settings, "pgid", pid),
                        vpid,
                        vpid,
                        Bytes.of(process.name),
                        Bytes.of(process.program),
                        Bytes.of(path),
                        Bytes.of(ParameterBytes.list(arguments)),
                        Bytes.of(settings.getOrDefault("cwd", "/")),
                        Bytes.of(environment(settings)),
                        Bytes.of(cgroups(settings)),
                        Bytes.of("/"),
                        1024,
                        vpid == pid ? 0 : 1 << 29,
                        number(settings, "uid", 0),
                        number(settings, "gid", number(settings, "uid", 0)),
                        number(settings, "loginuid", NO_ID),
                        number(settings, "tty", 0),
                        1000,
                        100,
                        0,
                        0,
                        0,
                        0,
                        number(settings, "caps", 0),
                        number(settings, "caps", 0),
                        false,
                        false,
                        false,
                        false,
                        0,
                        0,
                        0,
                        0);
        before.add(listener -> listener.process(entry));
        return this;
    }

    private static void describe(
            Running process, String path, List<String> arguments, Map<String, String> settings) {
        process.path = path;
        process.arguments = List.copyOf(arguments);
        String base = path.substring(path.lastIndexOf('/') + 1);
        process.name =
                settings.getOrDefault("name", base.length() > 15 ? base.substring(0, 15) : base);
        process.program = settings.getOrDefault("exe", path);
        process.settings = Map.copyOf(settings);
    }

    private static void require(Map<String, String> settings, String... known) {
        List<String> names = List.of(known);
        for (String key : settings.keySet()) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException(
                        "the setting '" + key + "' is not known. " + Nearest.hint(key, names));
            }
        }
    }

    private static long number(Map<String, String> settings, String key, long otherwise) {
        String text = settings.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number for " + key, e);
        }
    }

    private static byte[] environment(Map<String, String> settings) {
        String text = settings.getOrDefault("env", "");
        return text.isEmpty() ? new byte[0] : ParameterBytes.list(List.of(text.split(" ", -1)));
    }

    /** The id that a short name of a container stands for: 64 digits of base 16. */
    public static String containerId(String name) {
        if (name.matches("[0-9a-f]{64}")) {
            return name;
        }
        StringBuilder id = new StringBuilder();
        long mixed = 0xCBF2_9CE4_8422_2325L;
        for (int round = 0; id.length() < 64; round++) {
            for (int i = 0; i < name.length(); i++) {
                mixed = (mixed ^ name.charAt(i)) * 0x100_0000_01B3L;
            }
            mixed = (mixed ^ round) * 0x100_0000_01B3L;
            id.append(String.format("%016x", mixed));
        }
        return id.substring(0, 64);
    }

    private static byte[] cgroups(Map<String, String> settings) {
        String given = settings.get("cgroups");
        if (given != null) {
            return ParameterBytes.list(List.of(given.split(" ", -1)));
        }
        String container = settings.get("container");
        if (container == null) {
            return ParameterBytes.list(List.of("cpu=/", "memory=/"));
        }
        String path = "/kubepods/burstable/pod1/" + containerId(container);
        return ParameterBytes.list(List.of("cpu=" + path, "memory=" + path));
    }

    // ---- events

    /** Lets time pass before the next event. */
    public Simulation pause(long nanoseconds) {
        time += nanoseconds;
        return this;
    }

    /** A number for a process that is not used yet. */
    public long newPid() {
        return nextPid++;
    }

    /**
     * A process starts another, which runs a program: events of clone in the parent and in the
     * child, and of execve.
     *
     * @param settings see the class
     */
    public Simulation spawn(
            long pid,
            long parent,
            String path,
            List<String> arguments,
            Map<String, String> settings) {
        fork(pid, parent, settings);
        return exec(pid, path, arguments, settings);
    }

    /** A process makes a copy of itself. */
    public Simulation fork(long pid, long parent, Map<String, String> settings) {
        Running from = processes.getOrDefault(parent, new Running());
        Running child = new Running();
        child.parent = parent;
        child.name = from.name;
        child.program = from.program;
        child.path = from.path;
        child.arguments = from.arguments;
        Map<String, String> merged = new LinkedHashMap<>(from.settings);
        merged.remove("name");
        merged.remove("exe");
        merged.remove("vpid");
        merged.remove("caps");
        for (String key : List.of("uid", "gid", "container", "cgroups", "vpid")) {
            if (settings.containsKey(key)) {
                merged.put(key, settings.get(key));
            }
        }
        child.settings = Map.copyOf(merged);
        processes.put(pid, child);
        nextPid = Math.max(nextPid, pid + 1);
        add("clone", parent, clone(parent, from, pid, from.settings));
        add("clone", pid, clone(pid, child, 0, child.settings));
        return this;
    }

    private static Map<String, byte[]> clone(
            long tid, Running process, long result, Map<String, String> settings) {
        Map<String, byte[]> parameters = new LinkedHashMap<>();
        parameters.put("res", ParameterBytes.number(result, 8));
        parameters.put("exe", ParameterBytes.ended(process.program));
        parameters.put("args", ParameterBytes.list(process.arguments));
        parameters.put("tid", ParameterBytes.number(tid, 8));
        parameters.put("pid", ParameterBytes.number(tid, 8));
        parameters.put("ptid", ParameterBytes.number(process.parent, 8));
        parameters.put("cwd", new byte[0]);
        parameters.put("fdlimit", ParameterBytes.number(1024, 8));
        parameters.put("comm", ParameterBytes.ended(process.name));
        parameters.put("cgroups", cgroups(settings));
        parameters.put(
                "flags", ParameterBytes.number(settings.containsKey("vpid") ? 1 << 29 : 0, 4));
        parameters.put("uid", ParameterBytes.number(number(settings, "uid", 0), 4));
        parameters.put(
                "gid",
                ParameterBytes.number(number(settings, "gid", number(settings, "uid", 0)), 4));
        parameters.put("vtid", ParameterBytes.number(number(settings, "vpid", tid), 8));
        parameters.put("vpid", ParameterBytes.number(number(settings, "vpid", tid), 8));
        return parameters;
    }

    /**
     * A process runs a program.
     *
     * @param settings see the class
     */
    public Simulation exec(
            long pid, String path, List<String> arguments, Map<String, String> settings) {
        require(
                settings,
                "name",
                "exe",
                "uid",
                "gid",
                "loginuid",
                "tty",
                "cwd",
                "sid",
                "pgid",
                "vpid",
                "container",
                "cgroups",
                "env",
                "caps",
                "flags",
                "ino",
                "ctime",
                "mtime",
                "res");
        Running process = processes.computeIfAbsent(pid, _ -> new Running());
        Map<String, String> merged = new LinkedHashMap<>(process.settings);
        merged.remove("name");
        merged.remove("exe");
        merged.putAll(settings);
        long result = number(settings, "res", 0);
        if (result == 0) {
            describe(process, path, arguments, merged);
        }
        Map<String, byte[]> parameters = clone(pid, process, result, merged);
        parameters.remove("flags");
        parameters.put("env", environment(merged));
        parameters.put("tty", ParameterBytes.number(number(merged, "tty", 0), 4));
        parameters.put("vpgid", ParameterBytes.number(number(merged, "pgid", pid), 8));
        parameters.put("pgid", ParameterBytes.number(number(merged, "pgid", pid), 8));
        parameters.put("loginuid", ParameterBytes.number(number(merged, "loginuid", NO_ID), 4));
        parameters.put("flags", ParameterBytes.number(flags(merged.getOrDefault("flags", "")), 4));
        byte[] capabilities = ParameterBytes.number(number(merged, "caps", 0), 8);
        parameters.put("cap_inheritable", ParameterBytes.number(0, 8));
        parameters.put("cap_permitted", capabilities);
        parameters.put("cap_effective", capabilities);
        parameters.put("exe_ino", ParameterBytes.number(number(merged, "ino", 0), 8));
        parameters.put("exe_ino_ctime", ParameterBytes.number(number(merged, "ctime", 0), 8));
        parameters.put("exe_ino_mtime", ParameterBytes.number(number(merged, "mtime", 0), 8));
        parameters.put("trusted_exepath", ParameterBytes.ended(path));
        parameters.put("filename", ParameterBytes.ended(path));
        add("execve", pid, parameters);
        return this;
    }

    private static long flags(String text) {
        long flags = 0;
        for (String word : text.split(",", -1)) {
            flags |=
                    switch (word) {
                        case "" -> 0;
                        case "writable" -> 1;
                        case "upper" -> 2;
                        case "memfd" -> 4;
                        case "lower" -> 8;
                        default ->
                                throw new IllegalArgumentException(
                                        "the flag '"
                                                + word
                                                + "' is none of writable, upper, memfd, lower");
                    };
        }
        return flags;
    }

    /** A process ends. */
    public Simulation exit(long pid) {
        add("procexit", pid, Map.of("status", ParameterBytes.number(0, 8)));
        processes.remove(pid);
        return this;
    }

    /**
     * A file is opened.
     *
     * @param flags names with bars between them, such as {@code O_WRONLY|O_CREAT}
     * @return the descriptor
     */
    public long open(long pid, String path, String flags) {
        long number = newDescriptor(pid);
        call(
                pid,
                "openat",
                Map.of(
                        "fd",
                        String.valueOf(number),
                        "dirfd",
                        "-100",
                        "name",
                        path,
                        "flags",
                        flags));
        return number;
    }

    private long newDescriptor(long pid) {
        return processes.computeIfAbsent(pid, _ -> new Running()).nextDescriptor++;
    }

    /**
     * A connection is made: events of socket and of connect.
     *
     * @param tuple {@code source:port->destination:port}, or a path
     * @param protocol {@code tcp} or {@code udp}
     * @return the descriptor
     */
    public long connect(long pid, String tuple, String protocol) {
        long number = newDescriptor(pid);
        boolean isUnix = tuple.startsWith("/") || tuple.startsWith("@");
        boolean isNew = !isUnix && tuple.chars().filter(c -> c == ':').count() > 2;
        boolean isUdp = protocol.equals("udp");
        call(
                pid,
                "socket",
                Map.of(
                        "fd",
                        String.valueOf(number),
                        "domain",
                        isUnix ? "1" : isNew ? "10" : "2",
                        "type",
                        isUdp ? "2" : "1",
                        "proto",
                        isUnix ? "0" : isUdp ? "17" : "6"));
        call(pid, "connect", Map.of("res", "0", "fd", String.valueOf(number), "tuple", tuple));
        return number;
    }

    /**
     * A system call returns.
     *
     * @param name of a type of event
     * @param parameters by their names in the table of events; {@code res} and {@code fd} as a
     *     result are 0 when they are left out, others were not recorded then
     */
    public Simulation call(long tid, String name, Map<String, String> parameters) {
        EventType type = type(name);
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        parameters.forEach((key, text) -> {
            int index = type.indexOf(key);
            if (index < 0) {
                List<String> names = type.parameters().stream().map(Parameter::name).toList();
                throw new IllegalArgumentException(
                        "'"
                                + name
                                + "' has no parameter '"
                                + key
                                + "'. "
                                + Nearest.hint(key, names));
            }
            bytes.put(key, ParameterBytes.of(type, type.parameters().get(index), text));
        });
        if (!type.parameters().isEmpty()) {
            Parameter first = type.parameters().getFirst();
            if (first.name().equals("res") && !bytes.containsKey("res")) {
                bytes.put("res", ParameterBytes.number(0, first.type().size()));
            }
        }
        add(name, tid, bytes);
        return this;
    }

    private static EventType type(String name) {
        EventLayouts layouts = EventLayouts.standard();
        EventType found = null;
        for (int i = 0; i < layouts.size(); i++) {
            EventType type = layouts.at(i);
            boolean isDelivered = layouts.newest(i) == i && !layouts.isEntering(i);
            if (type.name().equals(name) && isDelivered) {
                found = type;
            }
        }
        return Optional.ofNullable(found)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no event '"
                                        + name
                                        + "'. "
                                        + Nearest.hint(name, EventTable.standard().names())));
    }

    private void add(String name, long tid, Map<String, byte[]> parameters) {
        EventType type = type(name);
        byte[][] bytes = new byte[type.parameters().size()][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = parameters.getOrDefault(type.parameters().get(i).name(), new byte[0]);
        }
        events.add(new Recorded(type, time, tid, bytes));
        time += MILLISECOND;
    }

    // ---- as a source

    /** Starts again from the beginning. */
    public Simulation rewind() {
        nextEvent = 0;
        isTold = false;
        return this;
    }

    @Override
    public boolean next(SystemListener listener) {
        if (!isTold) {
            isTold = true;
            listener.begin();
            before.forEach(step -> step.tell(listener));
        }
        if (nextEvent == events.size()) {
            return false;
        }
        Recorded recorded = events.get(nextEvent++);
        event.begin(recorded.type, nextEvent, recorded.time, 0, recorded.tid);
        for (byte[] parameter : recorded.parameters) {
            event.add(parameter, 0, parameter.length);
        }
        return true;
    }

    @Override
    public RawEvent event() {
        return event;
    }

    @Override
    public void close() {}
}
