package io.pratique.collect.host;

import io.pratique.collect.Facts;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is mounted where on a host, from the mountinfo of process 1. */
record Mounts(List<Mount> mounts) {
    private static final int LIMIT = 64 << 20;

    /**
     * One mount.
     *
     * @param device {@code major:minor}
     */
    record Mount(String target, String device, String type, String source, String options) {}

    static Mounts read(HostFiles files) throws IOException {
        byte[] bytes;
        try {
            bytes = files.read("/proc/1/mountinfo", LIMIT);
        } catch (HostFiles.TooLarge e) {
            throw e;
        } catch (IOException e) {
            bytes = files.read("/proc/self/mountinfo", LIMIT);
        }
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * As proc(5) describes it.
     *
     * @throws IllegalArgumentException when a line is cut off
     */
    static Mounts parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] columns = line.split(" ", -1);
            int dash = 6;
            while (dash < columns.length && !columns[dash].equals("-")) {
                dash++;
            }
            if (dash + 3 >= columns.length) {
                throw new IllegalArgumentException("mountinfo is cut off");
            }
            mounts.add(
                    new Mount(
                            unescape(columns[4]),
                            columns[2],
                            columns[dash + 1],
                            unescape(columns[dash + 2]),
                            columns[5] + "," + columns[dash + 3]));
        }
        if (mounts.isEmpty()) {
            throw new IllegalArgumentException("mountinfo is empty");
        }
        return new Mounts(mounts);
    }

    /** The kernel writes space, tab, line end and backslash as octal digits. */
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** The mount that holds a path: the longest target above it, the last of equal ones. */
    Optional<Mount> holding(String path) {
        Mount best = null;
        for (Mount mount : mounts) {
            String target = mount.target();
            boolean above =
                    target.equals("/") || path.equals(target) || path.startsWith(target + "/");
            if (above && (best == null || target.length() >= best.target().length())) {
                best = mount;
            }
        }
        return Optional.ofNullable(best);
    }

    Value facts() {
        return new Value.Items(
                mounts.stream()
                        .<Value>map(mount ->
                                new Facts()
                                        .put("target", mount.target())
                                        .put("device", mount.device())
                                        .put("type", mount.type())
                                        .put("source", mount.source())
                                        .put("options", mount.options())
                                        .done())
                        .toList());
    }
}
