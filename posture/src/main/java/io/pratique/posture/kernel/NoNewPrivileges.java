package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Optional;

/** A process cannot gain rights that its parent did not have. CIS Docker 1.6.0 5.26; row 21. */
final class NoNewPrivileges {
    private NoNewPrivileges() {}

    static Outcome task(TaskView task, Parameters parameters) {
        List<HostView> hosts = task.hosts();
        Verdict verdict = new Verdict();
        boolean everywhere = !hosts.isEmpty();
        Optional<Missing> daemon = Optional.empty();
        for (HostView host : hosts) {
            daemon = daemon.or(() -> host.option("no-new-privileges").unknown());
            everywhere &= host.option("no-new-privileges").isTrue();
        }
        for (ContainerDefinition container : task.containers()) {
            Value options = container.at("dockerSecurityOptions");
            Optional<Missing> hole = options.unknownInside();
            if (SecurityOptions.noNewPrivileges(options.texts())) {
                verdict.pass(container.name(), options, "", "no-new-privileges");
            } else if (everywhere) {
                verdict.pass(
                        container.name(),
                        hosts.getFirst().option("no-new-privileges"),
                        "the daemon sets it",
                        "no-new-privileges");
            } else if (hole.isPresent() || daemon.isPresent()) {
                verdict.unknown(
                        container.name(),
                        options,
                        hole.isPresent() ? hole.get() : daemon.orElseThrow(),
                        "no-new-privileges");
            } else {
                verdict.fail(container.name(), options, "", "no-new-privileges");
            }
        }
        if (verdict.failed() && hosts.isEmpty()) {
            verdict.note("No host reported: a setting of the whole daemon was not seen.");
        }
        return verdict.decide(
                "No process can gain rights.", "A process can gain rights, by a setuid file.");
    }
}
