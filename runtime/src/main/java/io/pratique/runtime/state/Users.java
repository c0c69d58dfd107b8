package io.pratique.runtime.state;

import io.pratique.runtime.capture.GroupEntry;
import io.pratique.runtime.capture.SystemListener;
import io.pratique.runtime.capture.UserEntry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users and groups, of the host and of containers that told theirs. */
final class Users {
    private static final byte[] ROOT = "root".getBytes(StandardCharsets.UTF_8);
    private static final User CONTAINER_ROOT = new User(ROOT, bytes("/root"), Descriptor.NOTHING);

    private final int maximum;
    private final LongTable<User> users = new LongTable<>(64);
    private final LongTable<byte[]> groups = new LongTable<>(64);
    private final Map<String, LongTable<User>> usersOfContainers = new HashMap<>();
    private final Map<String, LongTable<byte[]>> groupsOfContainers = new HashMap<>();
    private int size;
    private long refused;

    /** A user's name, home and shell. */
    static final class User {
        private final byte[] name;
        private final byte[] home;
        private final byte[] shell;

        User(byte[] name, byte[] home, byte[] shell) {
            this.name = name;
            this.home = home;
            this.shell = shell;
        }

        byte[] name() {
            return name;
        }

        byte[] home() {
            return home;
        }

        byte[] shell() {
            return shell;
        }
    }

    Users(int maximum) {
        this.maximum = maximum;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    long refused() {
        return refused;
    }

    void clear() {
        users.clear();
        groups.clear();
        usersOfContainers.clear();
        groupsOfContainers.clear();
        size = 0;
    }

    private boolean hasRoom() {
        if (size >= maximum) {
            refused++;
            return false;
        }
        return true;
    }

    void addUser(String container, long uid, User user) {
        LongTable<User> table = table(container, users, usersOfContainers);
        if ((table.get(uid) != null || hasRoom()) && table.put(uid, user) == null) {
            size++;
        }
    }

    void removeUser(String container, long uid) {
        if (table(container, users, usersOfContainers).remove(uid) != null) {
            size--;
        }
    }

    void addGroup(String container, long gid, byte[] name) {
        LongTable<byte[]> table = table(container, groups, groupsOfContainers);
        if ((table.get(gid) != null || hasRoom()) && table.put(gid, name) == null) {
            size++;
        }
    }

    void removeGroup(String container, long gid) {
        if (table(container, groups, groupsOfContainers).remove(gid) != null) {
            size--;
        }
    }

    /** Tells the users and groups of the host. */
    void describe(SystemListener listener) {
        users.forEachEntry((uid, user) ->
                listener.user(
                        new UserEntry(
                                uid, 0, text(user.name()), text(user.home()), text(user.shell()))));
        groups.forEachEntry((gid, name) -> listener.group(new GroupEntry(gid, text(name))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <V> LongTable<V> table(
            String container, LongTable<V> host, Map<String, LongTable<V>> others) {
        return container.isEmpty()
                ? host
                : others.computeIfAbsent(container, _ -> new LongTable<>(8));
    }

    /** The user of a number, as the host or as a container names it. */
    @Nullable User user(@Nullable Container container, long uid) {
        if (container == null) {
            User user = users.get(uid);
            return user == null && uid == 0 ? CONTAINER_ROOT : user;
        }
        LongTable<User> table = usersOfContainers.get(container.id);
        User user = table == null ? null : table.get(uid);
        // A container's users are its own: only the number 0 means the same everywhere.
        return user == null && uid == 0 ? CONTAINER_ROOT : user;
    }

    byte @Nullable [] group(@Nullable Container container, long gid) {
        LongTable<byte[]> table = container == null ? groups : groupsOfContainers.get(container.id);
        byte[] name = table == null ? null : table.get(gid);
        return name == null && gid == 0 ? ROOT : name;
    }
}
