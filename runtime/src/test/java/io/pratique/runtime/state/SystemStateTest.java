package io.pratique.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pratique.runtime.capture.InvalidSample;
import io.pratique.runtime.capture.Simulation;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.filter.Interpreter;
import io.pratique.runtime.language.Parser;
import io.pratique.runtime.output.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemStateTest {
    private static final FilterChecker CHECKER =
            new FilterChecker(FieldCatalogue.standard(), EventTable.standard());

    private static final String NGINX =
            """
            process 1 /sbin/init -- parent=0
            process 10 /usr/sbin/nginx -g daemon -- parent=1 uid=33 container=web cwd=/srv sid=10
            """;

    /** What a format prints for each event of a sample. */
    private static List<String> prints(String sample, String format) {
        SystemState state = new SystemState(StateLimits.standard());
        OutputFormat.Printer printer = OutputFormat.parse(format, CHECKER).prepare(state.fields());
        List<String> lines = new ArrayList<>();
        Simulation simulation = Simulation.parse(sample);
        while (simulation.next(state)) {
            state.apply(simulation.event());
            lines.add(printer.print());
        }
        return lines;
    }

    private static String last(String sample, String format) {
        return prints(sample, format).getLast();
    }

    private static boolean matches(String sample, String condition) {
        SystemState state = new SystemState(StateLimits.standard());
        Interpreter.Judge judge =
                Interpreter.prepare(CHECKER.check(Parser.parse(condition)), state.fields());
        Simulation simulation = Simulation.parse(sample);
        boolean any = false;
        while (simulation.next(state)) {
            state.apply(simulation.event());
            any |= judge.holds();
        }
        return any;
    }

    @Test
    void followsWhoStartedWhom() {
        String sample = NGINX + "spawn 11 10 /bin/sh -c id\nspawn 12 11 /usr/bin/id\n";
        assertThat(last(sample, "%proc.name %proc.pname %proc.aname[2] %proc.aname[3] %proc.aname"))
                .isEqualTo("id sh nginx init sh->nginx->init");
        assertThat(last(sample, "%proc.cmdline|%proc.pcmdline|%proc.ppid|%proc.apid[2]"))
                .isEqualTo("id|sh -c id|11|10");
        assertThat(matches(sample, "proc.name=id and proc.aname=nginx")).isTrue();
        assertThat(matches(sample, "proc.name=id and proc.aname=apache2")).isFalse();
    }

    @Test
    void aChildHasTheDirectoryAndDescriptorsOfItsParent() {
        String sample =
                NGINX
                        + "open 10 /var/log/nginx.log O_WRONLY\n"
                        + "spawn 11 10 /bin/sh\n"
                        + "call 11 write res=5 data=hello fd=3 size=5\n";
        assertThat(last(sample, "%fd.name %fd.num %proc.cwd"))
                .isEqualTo("/var/log/nginx.log 3 /srv/");
    }

    @Test
    void whatAChildClosesStaysOpenInItsParent() {
        String sample =
                NGINX
                        + "open 10 /etc/passwd O_RDONLY\n"
                        + "fork 11 10\n"
                        + "call 11 close res=0 fd=3\n"
                        + "call 11 read res=1 data=x fd=3 size=1\n"
                        + "call 10 read res=1 data=x fd=3 size=1\n";
        List<String> lines = prints(sample, "%proc.pid %evt.type [%fd.name]");
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly("11 close [/etc/passwd]", "11 read []", "10 read [/etc/passwd]");
    }

    @Test
    void aSocketThatAChildConnectsIsNotThatOfItsParent() {
        String sample =
                NGINX
                        + "call 10 socket fd=5 domain=2 type=1 proto=6\n"
                        + "fork 11 10\n"
                        + "call 11 connect res=0 fd=5 tuple=10.0.0.1:5000->10.0.0.2:80\n"
                        + "call 10 write res=1 data=x fd=5 size=1\n";
        assertThat(prints(sample, "%fd.name").getLast()).isEmpty();
        assertThat(matches(sample, "evt.type=connect and fd.sip=10.0.0.2 and fd.l4proto=tcp"))
                .isTrue();
    }

    @Test
    void resolvesPathsAgainstDirectories() {
        assertThat(
                        last(
                                NGINX + "open 10 ../etc//./passwd O_RDONLY",
                                "%fd.name %fd.nameraw %fs.path.name"))
                .isEqualTo("/etc/passwd ../etc//./passwd /etc/passwd");
        assertThat(
                        last(
                                NGINX
                                        + "call 10 openat fd=3 dirfd=-100 name=/etc flags=O_DIRECTORY\n"
                                        + "call 10 openat fd=4 dirfd=3 name=shadow flags=O_RDONLY\n",
                                "%fd.name %fd.directory %fd.filename %evt.arg.name"))
                .isEqualTo("/etc/shadow /etc shadow /etc/shadow");
        assertThat(
                        last(
                                NGINX
                                        + "call 10 chdir res=0 path=logs\ncall 10 mkdir res=0 path=x mode=0755",
                                "%proc.cwd %fs.path.name %evt.arg.path"))
                .isEqualTo("/srv/logs/ /srv/logs/x /srv/logs/x");
    }

    @Test
    void anOpenThatFailedHasTheNameButNoDescriptor() {
        String sample = NGINX + "call 10 openat fd=ENOENT dirfd=-100 name=/x/y flags=O_RDONLY\n";
        assertThat(last(sample, "%fd.num %fd.name %fd.typechar %evt.res %evt.arg.fd %fd.type"))
                .isEqualTo("-1 /x/y f ENOENT ENOENT <NA>");
    }

    @Test
    void decodesBitsAndNumbersOfParameters() {
        String sample =
                NGINX
                        + "call 10 openat fd=3 dirfd=-100 name=a flags=O_WRONLY|O_CREAT|O_TRUNC mode=0644\n"
                        + "call 10 fchmodat res=0 dirfd=-100 filename=a mode=S_ISUID|S_IXUSR\n"
                        + "call 10 ptrace res=EPERM request=PTRACE_ATTACH pid=1\n";
        List<String> lines = prints(sample, "%evt.args");
        assertThat(lines.get(0))
                .contains("fd=3(<f>/srv/a) dirfd=-100(AT_FDCWD) name=a(/srv/a)")
                .contains("O_CREAT|O_WRONLY");
        assertThat(lines.get(1)).contains("S_IXUSR|S_ISUID");
        assertThat(lines.get(2))
                .contains("res=-1(EPERM)")
                .contains("request=11(PTRACE_ATTACH) pid=1(init)");
        assertThat(matches(sample, "evt.is_open_write=true and evt.arg.flags contains O_TRUNC"))
                .isTrue();
        assertThat(matches(sample, "evt.is_open_read=true")).isFalse();
    }

    @Test
    void knowsContainersByCgroupAndLearnsTheirFactsLater() {
        String id = Simulation.containerId("web").substring(0, 12);
        String sample =
                NGINX
                        + "open 10 /x O_RDONLY\n"
                        + "container web '{\"name\":\"web-1\",\"imagerepo\":\"docker.io/nginx\",\"imagetag\":\"1.25\","
                        + "\"privileged\":true,\"type\":7,\"created_time\":1700000000,"
                        + "\"labels\":{\"io.kubernetes.pod.name\":\"web-abc\",\"io.kubernetes.pod.namespace\":\"prod\",\"app\":\"w\"},"
                        + "\"Mounts\":[{\"Source\":\"/etc\",\"Destination\":\"/host/etc\",\"Mode\":\"ro\",\"RW\":false,\"Propagation\":\"\"}]}'\n"
                        + "open 10 /y O_RDONLY\n";
        List<String> lines =
                prints(
                        sample,
                        "%container.id %container.image.repository:%container.image.tag %k8s.ns.name/%k8s.pod.name "
                                + "%container.privileged %container.label.app %container.mount.dest[/etc*] "
                                + "%container.mount.dest[/nothing] %container.type");
        assertThat(lines.getFirst())
                .isEqualTo(id + " <NA>:<NA> <NA>/<NA> <NA> <NA> <NA> <NA> <NA>");
        assertThat(lines.getLast())
                .isEqualTo(
                        id + " docker.io/nginx:1.25 prod/web-abc true w /host/etc none containerd");
        assertThat(last("process 5 /bin/bash\nopen 5 /x O_RDONLY", "%container.id %container.name"))
                .isEqualTo("host host");
    }

    @Test
    void readsIdsOfContainersFromCgroups() {
        String hex = "0123456789abcdef".repeat(4);
        for (String path :
                List.of(
                        "/docker/" + hex,
                        "/system.slice/docker-" + hex + ".scope",
                        "/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + hex + ".scope",
                        "/kubepods/besteffort/pod1/" + hex,
                        "/machine.slice/libpod-" + hex + ".scope/container",
                        "/crio-" + hex + ".scope")) {
            assertThat(
                            Containers.id(
                                    ("cpu=" + path + "\0")
                                            .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .as(path)
                    .isEqualTo(hex);
        }
        assertThat(
                        id(
                                "memory=/ecs/4cb9d53ba5cb4f2a95ba6e1e9b0b7e6a/4cb9d53ba5cb4f2a95ba6e1e9b0b7e6a-1234567890"))
                .isEqualTo("4cb9d53ba5cb4f2a95ba6e1e9b0b7e6a-1234567890");
        assertThat(id("cpu=/user.slice/user-1000.slice/session-1.scope")).isEmpty();
        assertThat(id("cpu=/lxc/my-box/init")).isEqualTo("my-box");
    }

    private static String id(String cgroup) {
        return Containers.id((cgroup + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void knowsWhatAProgramWasStartedFrom() {
        String sample =
                NGINX
                        + "spawn 11 10 /tmp/dropped -- flags=upper,writable caps=0x200000 env=\"LD_PRELOAD=/tmp/x.so A=b\" tty=34816\n";
        assertThat(
                        last(
                                sample,
                                "%proc.is_exe_upper_layer %proc.is_exe_writable %proc.is_exe_from_memfd "
                                        + "%thread.cap_effective %proc.env[LD_PRELOAD] %proc.tty %proc.exepath %user.uid"))
                .isEqualTo("true true false CAP_SYS_ADMIN /tmp/x.so 34816 /tmp/dropped 33");
    }

    @Test
    void aFailedExecChangesNothing() {
        String sample = NGINX + "exec 10 /nothing -- res=-2\nopen 10 /x O_RDONLY\n";
        assertThat(last(sample, "%proc.name %proc.exepath")).isEqualTo("nginx /usr/sbin/nginx");
    }

    @Test
    void followsUsersNamesAndSessions() {
        String sample =
                """
                user 33 www-data
                process 20 /bin/bash -- parent=1 uid=33 sid=20 tty=1
                spawn 21 20 /usr/bin/sudo id -- uid=0
                call 21 setuid res=0 uid=33
                call 21 prctl res=0 option=PR_SET_NAME arg2_str=renamed
                """;
        List<String> lines = prints(sample, "%user.name %proc.name %proc.sname %proc.loginshellid");
        assertThat(lines.get(2)).isEqualTo("root sudo bash 20");
        assertThat(lines.get(3)).isEqualTo("www-data sudo bash 20");
        assertThat(lines.get(4)).isEqualTo("www-data renamed bash 20");
    }

    @Test
    void aNumberThatComesAgainIsAnotherProcess() {
        SystemState state = new SystemState(StateLimits.standard());
        Simulation simulation =
                Simulation.parse(
                        NGINX + "spawn 11 10 /bin/a\nexit 11\nwait 5s\nspawn 11 10 /bin/b\n");
        List<Long> keys = new ArrayList<>();
        while (simulation.next(state)) {
            state.apply(simulation.event());
            if (simulation.event().type().name().equals("execve")) {
                keys.add(state.processKey());
            }
        }
        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aProcessIsReadableWithTheEventOfItsEndAndGoneAfterIt() {
        String sample = NGINX + "spawn 11 10 /bin/a\nexit 11\ncall 11 close res=0 fd=1\n";
        List<String> lines = prints(sample, "%evt.type %proc.name");
        assertThat(lines.get(lines.size() - 2)).isEqualTo("procexit a");
        assertThat(lines.getLast()).isEqualTo("close <NA>");
    }

    @Test
    void shellsOverTheNetworkCanBeSeen() {
        String sample =
                NGINX
                        + "connect 10 10.0.0.5:4000->6.6.6.6:4444\n"
                        + "call 10 dup2 res=0 oldfd=3 newfd=0\n"
                        + "spawn 11 10 /bin/sh\n";
        assertThat(
                        matches(
                                sample,
                                "evt.type=dup2 and fd.type=ipv4 and fd.num=0 and fd.rip=6.6.6.6"))
                .isTrue();
        assertThat(
                        matches(
                                sample,
                                "evt.type=execve and proc.stdin.type=ipv4 and proc.stdin.name contains 6.6.6.6"))
                .isTrue();
        assertThat(matches(sample, "evt.type=execve and proc.stdout.type=ipv4")).isFalse();
    }

    @Test
    void serversAreToldFromClients() {
        String sample =
                "interface eth0 10.0.0.5\n"
                        + NGINX
                        + "call 10 socket fd=3 domain=2 type=1 proto=6\n"
                        + "call 10 bind res=0 fd=3 addr=0.0.0.0:80\n"
                        + "call 10 listen res=0 fd=3 backlog=5\n"
                        + "call 10 accept4 fd=4 tuple=1.2.3.4:50000->10.0.0.5:80\n";
        List<String> lines =
                prints(
                        sample,
                        "%fd.name %fd.cip %fd.sip %fd.sport %fd.lport %fd.rport %fd.is_server");
        assertThat(lines.get(1)).isEqualTo("0.0.0.0:80 <NA> 0.0.0.0 80 <NA> <NA> true");
        assertThat(lines.getLast())
                .isEqualTo("1.2.3.4:50000->10.0.0.5:80 1.2.3.4 10.0.0.5 80 80 50000 true");
        assertThat(matches(sample, "fd.net=1.2.0.0/16 and fd.port=80 and fd.ip=10.0.0.5")).isTrue();
    }

    @Test
    void isBoundedAndCountsWhatItForgets() {
        SystemState state = new SystemState(new StateLimits(100, 10, 5, 5));
        Simulation simulation = new Simulation();
        for (int i = 0; i < 20; i++) {
            simulation.user(i, "u" + i);
        }
        simulation.process(1, "/sbin/init", List.of(), Map.of());
        for (int i = 0; i < 1_000; i++) {
            simulation.spawn(100 + i, 1, "/bin/x", List.of(), Map.of("container", "c" + i));
        }
        for (int i = 0; i < 50; i++) {
            simulation.open(1099, "/f" + i, "O_RDONLY");
        }
        while (simulation.next(state)) {
            state.apply(simulation.event());
        }
        StateCounts counts = state.counts();
        assertThat(counts.threads()).isLessThanOrEqualTo(100);
        assertThat(counts.evictedThreads()).isGreaterThan(800);
        assertThat(counts.containers()).isLessThanOrEqualTo(5);
        assertThat(counts.evictedContainers()).isGreaterThan(900);
        assertThat(counts.refusedDescriptors()).isEqualTo(40);
        assertThat(counts.refusedUsers()).isPositive();
    }

    @Test
    void saysWhichLineOfASampleIsWrong() {
        assertThatThrownBy(() -> Simulation.parse("process 1 /a\nopne 1 /x O_RDONLY"))
                .isInstanceOf(InvalidSample.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("open");
        assertThatThrownBy(() -> Simulation.parse("call 1 ptrace reqest=1"))
                .hasMessageContaining("request");
        assertThatThrownBy(() -> Simulation.parse("open 1 /x O_READ"))
                .hasMessageContaining("O_READ");
    }
}
