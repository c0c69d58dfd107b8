package io.pratique.posture.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Paths of a Linux host as the kernel would walk them. */
public final class HostPaths {
    /** The sockets through which a container engine is commanded. */
    public static final List<String> ENGINE_SOCKETS =
            List.of(
                    "/run/docker.sock",
                    "/run/docker/containerd/containerd.sock",
                    "/run/containerd/containerd.sock",
                    "/run/containerd/containerd.sock.ttrpc",
                    "/run/podman/podman.sock",
                    "/run/crio/crio.sock");

    private HostPaths() {}

    /**
     * Collapses {@code //}, {@code .}, {@code ..} and a last slash; {@code /var/run} is {@code
     * /run}.
     */
    public static String normalise(String path) {
        if (path.startsWith("\\\\") || path.startsWith("//./")) {
            return path;
        }
        Deque<String> steps = new ArrayDeque<>();
        int from = 0;
        int length = path.length();
        while (from < length) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? length : slash;
            String step = path.substring(from, end);
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
                if (steps.size() == 2 && step.equals("run") && steps.peekFirst().equals("var")) {
                    steps.clear();
                    steps.addLast("run");
                }
            }
            from = end + 1;
        }
        return "/" + String.join("/", steps);
    }

    /** True when {@code inner} is {@code outer} or lies below it; both normalised. */
    public static boolean holds(String outer, String inner) {
        return outer.equals("/")
                || inner.startsWith(outer)
                        && (inner.length() == outer.length()
                                || inner.charAt(outer.length()) == '/');
    }

    /**
     * True when a mount of this path gives the engine's socket, by itself or by a folder above it.
     */
    public static boolean reachesEngine(String path) {
        if (path.contains("docker_engine") || path.contains("containerd-containerd")) {
            return true;
        }
        String normal = normalise(path);
        // /var holds /var/run, which is a link to /run on most hosts and a folder on some.
        if (normal.equals("/var")) {
            return true;
        }
        for (String socket : ENGINE_SOCKETS) {
            if (holds(normal, socket)) {
                return true;
            }
        }
        return normal.endsWith("/docker.sock");
    }
}
