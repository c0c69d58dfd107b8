package io.pratique.collect.host;

import io.pratique.collect.Facts;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The users and groups of a host as its files have them; directories on the net are not asked. */
record Accounts(List<Group> groups, List<User> users) {
    private static final int LIMIT = 64 << 20;

    /** The sources of nsswitch.conf that need no network. */
    private static final Set<String> LOCAL = Set.of("files", "compat", "systemd", "altfiles");

    record Group(String name, long gid, List<String> members) {}

    record User(String name, long uid, long gid) {}

    static Accounts read(HostFiles files) throws IOException {
        List<Group> groups = new ArrayList<>();
        for (String[] columns : lines(files, "/etc/group", 4)) {
            List<String> members = new ArrayList<>();
            for (String member : columns[3].split(",", -1)) {
                if (!member.isBlank()) {
                    members.add(member.strip());
                }
            }
            groups.add(new Group(columns[0], Long.parseLong(columns[2]), members));
        }
        List<User> users = new ArrayList<>();
        for (String[] columns : lines(files, "/etc/passwd", 7)) {
            users.add(new User(columns[0], Long.parseLong(columns[2]), Long.parseLong(columns[3])));
        }
        return new Accounts(groups, users);
    }

    private static List<String[]> lines(HostFiles files, String path, int columns)
            throws IOException {
        List<String[]> lines = new ArrayList<>();
        String text = new String(files.read(path, LIMIT), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            if (line.isBlank()
                    || line.startsWith("#")
                    || line.startsWith("+")
                    || line.startsWith("-")) {
                continue;
            }
            String[] parts = line.split(":", -1);
            if (parts.length < columns) {
                throw new IllegalArgumentException(path + " is cut off");
            }
            lines.add(parts);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(path + " is empty");
        }
        return lines;
    }

    /** What nsswitch.conf asks for groups or users beside files: {@code sss}, {@code ldap}. */
    static List<String> elsewhere(HostFiles files) throws IOException {
        List<String> found = new ArrayList<>();
        String text = new String(files.read("/etc/nsswitch.conf", 1 << 20), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            if (stripped.startsWith("group:") || stripped.startsWith("passwd:")) {
                String sources =
                        stripped.substring(stripped.indexOf(':') + 1)
                                .replaceAll("\\[[^]]*]|#.*", " ");
                for (String source : sources.strip().split("\\s+", -1)) {
                    if (!source.isEmpty() && !LOCAL.contains(source) && !found.contains(source)) {
                        found.add(source);
                    }
                }
            }
        }
        return found;
    }

    Optional<Group> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    Optional<Group> group(long gid) {
        return groups.stream().filter(group -> group.gid() == gid).findFirst();
    }

    /** A group with those who are in it, those who have it as their own group apart. */
    Value facts(Group group) {
        return new Facts()
                .put("gid", group.gid())
                .put("members", Value.ofTexts(group.members()))
                .put(
                        "primary",
                        Value.ofTexts(
                                users.stream()
                                        .filter(user -> user.gid() == group.gid())
                                        .map(User::name)
                                        .toList()))
                .done();
    }
}
