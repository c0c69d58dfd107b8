package io.pratique.collect.host;

import io.pratique.collect.Facts;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** What SELinux and AppArmor are on a host. */
final class SecurityModules {
    private SecurityModules() {}

    /** What {@code getenforce} says, and whether there is anything for it to say. */
    static Value selinux(HostFiles files) throws IOException {
        Optional<String> enforce = text(files, "/sys/fs/selinux/enforce");
        if (enforce.isPresent()) {
            String mode =
                    switch (enforce.get()) {
                        case "1" -> "Enforcing";
                        case "0" -> "Permissive";
                        default -> throw new IllegalArgumentException("enforce is neither 0 nor 1");
                    };
            return new Facts().put("present", true).put("mode", mode).done();
        }
        // Off, or not there at all: a distribution that has it keeps its configuration.
        String systems =
                text(files, "/proc/filesystems")
                        .orElseThrow(() -> new NoSuchFileException("/proc/filesystems"));
        boolean present =
                systems.lines().anyMatch(line -> line.strip().endsWith("selinuxfs"))
                        || text(files, "/etc/selinux/config").isPresent();
        return new Facts().put("present", present).put("mode", "Disabled").done();
    }

    static Value apparmor(HostFiles files) throws IOException {
        Optional<String> enabled = text(files, "/sys/module/apparmor/parameters/enabled");
        if (enabled.isEmpty()) {
            // Without /sys nothing is known.
            files.list("/sys/module");
        }
        return new Facts()
                .put("present", enabled.isPresent())
                .put("enabled", enabled.filter("Y"::equals).isPresent())
                .done();
    }

    private static Optional<String> text(HostFiles files, String path) throws IOException {
        try {
            return Optional.of(
                    new String(files.read(path, 1 << 20), StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException | NotDirectoryException _) {
            return Optional.empty();
        }
    }
}
