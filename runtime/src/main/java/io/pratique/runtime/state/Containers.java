package io.pratique.runtime.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers by the first twelve characters of their ids; those longest not used go first. */
final class Containers {
    private static final int WHOLE_ID = 64;

    private final int maximum;
    private final LinkedHashMap<String, Container> byId;

    /**
     * The cgroups of a thread and the container they mean; the arrays are those of {@link Names}.
     */
    private final Map<Key, Found> byCgroups = new HashMap<>();

    private byte[] lastCgroups = Descriptor.NOTHING;
    private @Nullable Container last;
    private long evicted;

    private record Found(@Nullable Container container) {}

    /** Cgroups by their content. */
    private static final class Key {
        private final byte[] cgroups;

        private Key(byte[] cgroups) {
            this.cgroups = cgroups;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(cgroups, key.cgroups);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(cgroups);
        }
    }

    Containers(int maximum) {
        this.maximum = maximum;
        this.byId = new LinkedHashMap<>(64, 0.75f, true);
    }

    int size() {
        return byId.size();
    }

    long evicted() {
        return evicted;
    }

    void clear() {
        byId.clear();
        byCgroups.clear();
        last = null;
        lastCgroups = Descriptor.NOTHING;
    }

    /**
     * The container that a thread's cgroups are of.
     *
     * @param cgroups {@code subsystem=path}, each ends with a NUL
     * @return null on the host
     */
    @SuppressWarnings("ReferenceEquality") // The same array comes again: spare the comparison.
    @Nullable Container of(byte[] cgroups) {
        if (cgroups == lastCgroups) {
            return last;
        }
        Found found = byCgroups.get(new Key(cgroups));
        if (found == null) {
            String id = id(cgroups);
            found = new Found(id.isEmpty() ? null : container(id));
            if (byCgroups.size() >= maximum) {
                byCgroups.clear();
            }
            byCgroups.put(new Key(cgroups), found);
        }
        lastCgroups = cgroups;
        last = found.container();
        return last;
    }

    /** The container of an id, new when it was not known. */
    Container container(String fullId) {
        String id = Container.shortId(fullId);
        Container known = byId.get(id);
        if (known != null) {
            return known;
        }
        Container container = new Container(fullId);
        byId.put(id, container);
        if (byId.size() > maximum) {
            byId.pollFirstEntry();
            byCgroups.clear();
            lastCgroups = Descriptor.NOTHING;
            last = null;
            evicted++;
        }
        return container;
    }

    /**
     * The id of a container in a path of cgroups, as the engines write them: 64 digits of base 16,
     * at the end of a part, perhaps behind {@code docker-}, {@code cri-containerd-}, {@code crio-},
     * {@code libpod-} and in front of {@code .scope}; or 32 digits, a dash and 10 digits on Amazon
     * ECS; or the name behind {@code /lxc/} and {@code /lxc.payload.}.
     */
    static String id(byte[] cgroups) {
        int start = 0;
        String found = "";
        for (int i = 0; i <= cgroups.length; i++) {
            if (i == cgroups.length || cgroups[i] == 0) {
                String path = new String(cgroups, start, i - start, StandardCharsets.UTF_8);
                start = i + 1;
                String id = idOf(path.substring(path.indexOf('=') + 1));
                if (!id.isEmpty()) {
                    found = id;
                    break;
                }
            }
        }
        return found;
    }

    private static String idOf(String path) {
        // The last part first: a container that runs a container engine has one in the other.
        int end = path.length();
        while (end > 0) {
            int slash = path.lastIndexOf('/', end - 1);
            String part = path.substring(slash + 1, end);
            String id = partId(part);
            if (!id.isEmpty() && !part.startsWith("crio-conmon-")) {
                return id;
            }
            end = slash;
        }
        int lxc = path.indexOf("/lxc/");
        if (lxc >= 0) {
            return upToSlash(path, lxc + 5);
        }
        int payload = path.indexOf("/lxc.payload");
        if (payload >= 0) {
            return upToSlash(path, payload + 13);
        }
        return "";
    }

    private static String upToSlash(String path, int from) {
        if (from > path.length()) {
            return "";
        }
        int slash = path.indexOf('/', from);
        return path.substring(from, slash < 0 ? path.length() : slash);
    }

    private static String partId(String part) {
        String name = part.endsWith(".scope") ? part.substring(0, part.length() - 6) : part;
        if (name.length() >= WHOLE_ID) {
            String tail = name.substring(name.length() - WHOLE_ID);
            boolean isAlone =
                    name.length() == WHOLE_ID
                            || "-:_".indexOf(name.charAt(name.length() - WHOLE_ID - 1)) >= 0;
            if (isAlone && isHex(tail)) {
                return tail;
            }
        }
        int dash = name.lastIndexOf('-');
        if (dash == 32 && name.length() > 33 && isHex(name.substring(0, 32))) {
            String rest = name.substring(33);
            if (rest.chars().allMatch(Character::isDigit)) {
                return name;
            }
        }
        return "";
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
