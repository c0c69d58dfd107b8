package io.pratique.collect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The files of a host whose root is mounted at a folder, or of this machine when that is {@code /}.
 * Links are followed step by step, so that an absolute one, or one with many {@code ..}, stays
 * inside of the root.
 */
public final class RootedFiles implements HostFiles {
    private static final int MAX_LINKS = 40;

    private final Path root;
    private final boolean own;

    public RootedFiles(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.own = this.root.getParent() == null;
    }

    /** True when it is this machine that is read. */
    public boolean isThisMachine() {
        return own;
    }

    @Override
    public Status lstat(String path) throws IOException {
        return status(own ? Path.of(path) : place(path, false));
    }

    @Override
    public Status stat(String path) throws IOException {
        Path place = own ? Path.of(path) : place(path, true);
        Map<String, Object> unix = Files.readAttributes(place, "unix:mode,uid,gid,dev");
        return status(unix, "");
    }

    private static Status status(Path place) throws IOException {
        Map<String, Object> unix =
                Files.readAttributes(place, "unix:mode,uid,gid,dev", LinkOption.NOFOLLOW_LINKS);
        boolean link = (number(unix, "mode") & 0170000) == 0120000;
        return status(unix, link ? Files.readSymbolicLink(place).toString() : "");
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number
                ? Integer.toUnsignedLong(number.intValue()) | number.longValue() & ~0xFFFFFFFFL
                : 0;
    }

    private static Status status(Map<String, Object> unix, String target) {
        int mode = (int) number(unix, "mode");
        String type =
                switch (mode & 0170000) {
                    case 0100000 -> "file";
                    case 0040000 -> "directory";
                    case 0120000 -> "link";
                    case 0140000 -> "socket";
                    case 0060000, 0020000 -> "device";
                    default -> "other";
                };
        return new Status(
                type,
                mode & 07777,
                number(unix, "uid") & 0xFFFFFFFFL,
                number(unix, "gid") & 0xFFFFFFFFL,
                target,
                device(unix.get("dev") instanceof Long device ? device : 0));
    }

    /** As the C library takes a device number apart. */
    private static String device(long dev) {
        long major = (dev >>> 8 & 0xfff) | (dev >>> 32 & ~0xfffL);
        long minor = (dev & 0xff) | (dev >>> 12 & ~0xffL & 0xFFFFFFFFL);
        return major + ":" + minor;
    }

    @Override
    public byte[] read(String path, int limit) throws IOException {
        Path place = own ? Path.of(path) : place(path, true);
        // Opening a pipe waits for its writer, and a device may do anything.
        Status status = stat(path);
        if (!status.type().equals("file")) {
            throw new FileSystemException(path, null, "it is a " + status.type() + ", no file");
        }
        try (InputStream in = Files.newInputStream(place)) {
            byte[] bytes = in.readNBytes(limit == Integer.MAX_VALUE ? limit : limit + 1);
            if (bytes.length > limit) {
                throw new TooLarge(path, limit);
            }
            return bytes;
        }
    }

    @Override
    public List<String> list(String path) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(own ? Path.of(path) : place(path, true))) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public String link(String path) throws IOException {
        Path place = own ? Path.of(path) : place(path, false);
        try {
            return Files.readSymbolicLink(place).toString();
        } catch (NotLinkException e) {
            throw new FileSystemException(path, null, "it is no link");
        }
    }

    @Override
    public String real(String path) throws IOException {
        if (own) {
            return Path.of(path).toRealPath().toString();
        }
        Path place = place(path, true);
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path);
        }
        return "/" + root.relativize(place);
    }

    /** Where a path of the host is on this machine. */
    private Path place(String path, boolean followLast) throws IOException {
        Deque<String> left = new ArrayDeque<>(steps(path));
        Path at = root;
        int links = 0;
        while (!left.isEmpty()) {
            String step = left.pop();
            if (step.equals("..")) {
                Path parent = at.getParent();
                at = at.equals(root) || parent == null ? root : parent;
                continue;
            }
            Path next = at.resolve(step);
            if (!(left.isEmpty() && !followLast) && Files.isSymbolicLink(next)) {
                if (++links > MAX_LINKS) {
                    throw new FileSystemLoopException(path);
                }
                String target = Files.readSymbolicLink(next).toString();
                List<String> steps = steps(target);
                for (int i = steps.size() - 1; i >= 0; i--) {
                    left.push(steps.get(i));
                }
                at = target.startsWith("/") ? root : at;
            } else {
                at = next;
            }
        }
        return at;
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        for (String step : path.split("/", -1)) {
            if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return steps;
    }
}
