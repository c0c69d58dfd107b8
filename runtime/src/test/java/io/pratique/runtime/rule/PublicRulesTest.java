package io.pratique.runtime.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.event.EventTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The stable public rules load whole; run when ../shared stands beside the checkout. */
class PublicRulesTest {
    private static final Set<String> OPEN = Set.of("open", "openat", "openat2");
    private static final Set<String> EXEC = Set.of("execve", "execveat");

    @Test
    void loadsTheStableRulesWhole() throws IOException {
        Path file = find();
        RuleFiles files =
                new RuleLoader(LoadOptions.standard())
                        .load(List.of(RuleLoader.Input.of("stable", Files.readAllBytes(file))));
        assertThat(files.results().getFirst().errors()).isEmpty();
        assertThat(files.results().getFirst().warnings()).isEmpty();
        assertThat(files.macros()).hasSize(87);
        assertThat(files.lists()).hasSize(49);
        Map<String, Set<String>> types = new TreeMap<>();
        for (DetectionRule rule : files.rules()) {
            types.put(rule.name(), EventTable.standard().names(rule.eventTypes()));
        }
        assertThat(types).hasSize(25);
        assertThat(types).containsEntry("Directory traversal monitored file read", OPEN);
        assertThat(types).containsEntry("Read sensitive file trusted after startup", OPEN);
        assertThat(types).containsEntry("Read sensitive file untrusted", OPEN);
        assertThat(types).containsEntry("Run shell untrusted", EXEC);
        assertThat(types).containsEntry("System user interactive", EXEC);
        assertThat(types).containsEntry("Terminal shell in container", EXEC);
        assertThat(types).containsEntry("Contact K8S API Server From Container", Set.of("connect"));
        assertThat(types).containsEntry("Netcat Remote Code Execution in Container", EXEC);
        assertThat(types).containsEntry("Search Private Keys or Passwords", EXEC);
        assertThat(types).containsEntry("Clear Log Activities", OPEN);
        assertThat(types).containsEntry("Remove Bulk Data from Disk", EXEC);
        assertThat(types)
                .containsEntry(
                        "Create Symlink Over Sensitive Files", Set.of("symlink", "symlinkat"));
        assertThat(types)
                .containsEntry("Create Hardlink Over Sensitive Files", Set.of("link", "linkat"));
        assertThat(types).containsEntry("Packet socket created in container", Set.of("socket"));
        assertThat(types)
                .containsEntry(
                        "Redirect STDOUT/STDIN to Network Connection in Container",
                        Set.of("dup", "dup2", "dup3"));
        assertThat(types)
                .containsEntry(
                        "Linux Kernel Module Injection Detected",
                        Set.of("finit_module", "init_module"));
        assertThat(types).containsEntry("Debugfs Launched in Privileged Container", EXEC);
        assertThat(types).containsEntry("Detect release_agent File Container Escapes", OPEN);
        assertThat(types).containsEntry("PTRACE attached to process", Set.of("ptrace"));
        assertThat(types).containsEntry("PTRACE anti-debug attempt", Set.of("ptrace"));
        assertThat(types).containsEntry("Find AWS Credentials", EXEC);
        assertThat(types).containsEntry("Execution from /dev/shm", EXEC);
        assertThat(types).containsEntry("Drop and execute new binary in container", EXEC);
        assertThat(types)
                .containsEntry(
                        "Disallowed SSH Connection Non Standard Port",
                        Set.of("connect", "sendmsg", "sendto"));
        assertThat(types).containsEntry("Fileless execution via memfd_create", EXEC);
    }

    private static Path find() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path file = up.resolve("shared/data/falco/rules/falco_rules.yaml");
            if (Files.exists(file)) {
                return file;
            }
        }
        Assumptions.abort("the public rules are not beside this checkout");
        throw new IllegalStateException();
    }
}
