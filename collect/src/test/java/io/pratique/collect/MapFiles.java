package io.pratique.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files in memory, and a door through which a test may make them fail. */
public final class MapFiles implements HostFiles {
    /** What happens instead of an access, or nothing. */
    @FunctionalInterface
    public interface Fault {
        void at(String operation, String path) throws IOException;
    }

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Status> statuses = new TreeMap<>();
    private final List<String> accesses = new ArrayList<>();
    private Fault fault = (_, _) -> {};
    private boolean cut;

    public MapFiles put(String path, String text) {
        return put(path, text, 0644, 0, 0);
    }

    public MapFiles put(String path, String text, int mode, long uid, long gid) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        statuses.put(path, new Status("file", mode, uid, gid, "", "8:1"));
        return this;
    }

    public MapFiles link(String path, String target) {
        statuses.put(path, new Status("link", 0777, 0, 0, target, "8:1"));
        return this;
    }

    public MapFiles other(String path, String type, int mode, long uid, long gid) {
        statuses.put(path, new Status(type, mode, uid, gid, "", "8:1"));
        return this;
    }

    public MapFiles without(String path) {
        files.keySet().removeIf(name -> name.equals(path) || name.startsWith(path + "/"));
        statuses.keySet().removeIf(name -> name.equals(path) || name.startsWith(path + "/"));
        return this;
    }

    public void failAt(Fault fault) {
        this.fault = fault;
    }

    /** From now on only the first half of each file is there. */
    public void cutOff() {
        cut = true;
    }

    /** Each access so far: {@code read /etc/group}. */
    public List<String> accesses() {
        return List.copyOf(accesses);
    }

    private void at(String operation, String path) throws IOException {
        accesses.add(operation + " " + path);
        fault.at(operation, path);
    }

    @Override
    public Status lstat(String path) throws IOException {
        at("lstat", path);
        Status status = statuses.get(path);
        if (status == null && statuses.keySet().stream().anyMatch(p -> p.startsWith(path + "/"))) {
            return new Status("directory", 0755, 0, 0, "", "8:1");
        }
        if (status == null) {
            throw new NoSuchFileException(path);
        }
        return status;
    }

    @Override
    public Status stat(String path) throws IOException {
        Status status = lstat(path);
        return status.type().equals("link") ? stat(status.target()) : status;
    }

    @Override
    public byte[] read(String path, int limit) throws IOException {
        at("read", path);
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new NoSuchFileException(path);
        }
        if (bytes.length > limit) {
            throw new TooLarge(path, limit);
        }
        return cut ? java.util.Arrays.copyOf(bytes, bytes.length / 2) : bytes.clone();
    }

    @Override
    public List<String> list(String path) throws IOException {
        at("list", path);
        TreeSet<String> names = new TreeSet<>();
        for (String file : statuses.keySet()) {
            if (file.startsWith(path + "/")) {
                names.add(file.substring(path.length() + 1).split("/", 2)[0]);
            }
        }
        if (names.isEmpty()) {
            throw new NoSuchFileException(path);
        }
        return List.copyOf(names);
    }

    @Override
    public String link(String path) throws IOException {
        at("link", path);
        Status status = statuses.get(path);
        if (status == null || !status.type().equals("link")) {
            throw new NoSuchFileException(path);
        }
        return status.target();
    }

    @Override
    public String real(String path) throws IOException {
        at("real", path);
        return path;
    }
}
