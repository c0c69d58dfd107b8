package io.pratique.collect.host;

import io.pratique.collect.Facts;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processes of a host, from /proc. */
final class Processes {
    private static final int LIMIT = 1 << 20;

    /** More are not told one by one. */
    static final int MOST = 32_768;

    /** The cgroup of a container of Docker, containerd, CRI-O or Podman. */
    private static final Pattern CONTAINER = Pattern.compile("[/-]([0-9a-f]{64})(?:[./]|$)");

    /**
     * A process that is no thread of the kernel.
     *
     * @param name as the kernel has it: 15 bytes at most
     * @param executable the path; empty when it is not for us to see
     * @param container the id of its container; empty text when it is in none, and empty when that
     *     is not known
     */
    record Running(
            int pid,
            int parent,
            String name,
            long uid,
            Optional<String> executable,
            Optional<String> container) {
        Value.Fields facts() {
            Facts facts = new Facts().put("pid", pid).put("ppid", parent).put("name", name);
            executable.ifPresent(path -> facts.put("exe", path));
            facts.put("uid", uid);
            container.ifPresent(id -> facts.put("container", id));
            return facts.done();
        }

        /** Whether it is known to be in a container. */
        boolean isContained() {
            return container.isPresent() && !container.get().isEmpty();
        }
    }

    private final HostFiles files;

    Processes(HostFiles files) {
        this.files = files;
    }

    /**
     * All that run, by pid. One that ends while it is looked at is left out.
     *
     * @throws IOException when /proc cannot be listed, or is not that of a kernel
     */
    List<Running> all() throws IOException {
        List<Running> running = new ArrayList<>();
        for (int pid : pids()) {
            if (running.size() >= MOST) {
                break;
            }
            try {
                read(pid).ifPresent(running::add);
            } catch (NoSuchFileException e) {
                // it ended
            }
        }
        if (running.isEmpty()) {
            throw new NoSuchFileException("/proc");
        }
        return running;
    }

    private List<Integer> pids() throws IOException {
        List<Integer> pids = new ArrayList<>();
        for (String name : files.list("/proc")) {
            if (name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                pids.add(Integer.parseInt(name));
            }
        }
        pids.sort(null);
        return pids;
    }

    private Optional<Running> read(int pid) throws IOException {
        String status;
        try {
            status = text("/proc/" + pid + "/status");
        } catch (IOException e) {
            // ESRCH, as a process may also go between the opening of its file and the reading.
            if (e.getMessage() != null && e.getMessage().contains("No such process")) {
                return Optional.empty();
            }
            throw e;
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : status.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        int parent = Integer.parseInt(fields.getOrDefault("PPid", "0"));
        // Kernel threads have no memory of their own; nor have zombies, which run nothing.
        if (!fields.containsKey("VmSize") || pid == 2 || parent == 2) {
            return Optional.empty();
        }
        String uid = fields.getOrDefault("Uid", "").split("\\s+", 2)[0];
        Optional<String> executable;
        try {
            String link = files.link("/proc/" + pid + "/exe");
            executable = Optional.of(link.replaceFirst(" \\(deleted\\)$", ""));
        } catch (IOException _) {
            executable = Optional.empty();
        }
        Optional<String> container;
        try {
            container = Optional.of(container(text("/proc/" + pid + "/cgroup")));
        } catch (IOException _) {
            container = Optional.empty();
        }
        return Optional.of(
                new Running(
                        pid,
                        parent,
                        fields.getOrDefault("Name", ""),
                        Long.parseLong(uid),
                        executable,
                        container));
    }

    /** The id of the container that a cgroup belongs to; empty for none. */
    static String container(String cgroup) {
        Matcher matcher = CONTAINER.matcher(cgroup.replace('\n', '/'));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The arguments a process was started with. */
    List<String> commandLine(int pid) throws IOException {
        byte[] bytes = files.read("/proc/" + pid + "/cmdline", LIMIT);
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>(Arrays.asList(text.split("\0", -1)));
        if (!words.isEmpty() && words.getLast().isEmpty()) {
            words.removeLast();
        }
        return words;
    }

    private String text(String path) throws IOException {
        return new String(files.read(path, LIMIT), StandardCharsets.UTF_8);
    }
}
