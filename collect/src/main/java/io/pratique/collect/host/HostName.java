package io.pratique.collect.host;

import io.pratique.collect.HostFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The id of a host: that of its EC2 instance where it says so, or its name. */
final class HostName {
    private HostName() {}

    /** The id; {@code host} when nothing can be read. */
    static String of(HostFiles files) {
        // Instances of the Nitro system, then what cloud-init wrote on others.
        for (String path :
                List.of(
                        "/sys/devices/virtual/dmi/id/board_asset_tag",
                        "/var/lib/cloud/data/instance-id")) {
            Optional<String> id =
                    text(files, path).filter(text -> text.matches("i-[0-9a-f]{8,32}"));
            if (id.isPresent()) {
                return id.get();
            }
        }
        return text(files, "/etc/hostname")
                .or(() -> text(files, "/proc/sys/kernel/hostname"))
                .orElse("host");
    }

    private static Optional<String> text(HostFiles files, String path) {
        try {
            String text = new String(files.read(path, 4096), StandardCharsets.UTF_8).strip();
            return text.isEmpty() || text.contains("\n") ? Optional.empty() : Optional.of(text);
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }
}
