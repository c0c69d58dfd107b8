package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Logs leave the machine. CIS Docker 1.6.0 2.13; rows 4, 40, 82. The driver counts: json-file is no
 * remote logging.
 */
final class Logging {
    private Logging() {}

    private static final Set<String> FARGATE = Set.of("awslogs", "splunk", "awsfirelens");

    static Outcome task(TaskView task, Parameters parameters) {
        return declared(task, Set.copyOf(parameters.texts("remote_drivers")));
    }

    static Outcome fargate(TaskView task, Parameters parameters) {
        return declared(task, FARGATE);
    }

    private static Outcome declared(TaskView task, Set<String> remote) {
        Verdict verdict = new Verdict();
        boolean router = false;
        for (ContainerDefinition container : task.containers()) {
            router |= container.at("firelensConfiguration").isSet();
        }
        for (ContainerDefinition container : task.containers()) {
            Value driver = container.at("logConfiguration").get("logDriver");
            String name = driver.text();
            if (name.equals("awsfirelens") && !router) {
                verdict.fail(
                        container.name(),
                        driver,
                        "awsfirelens without a container that has firelensConfiguration",
                        "a log router in the task");
            } else if (name.equals("syslog")) {
                Value address = container.at("logConfiguration/options").get("syslog-address");
                verdict.check(
                        container.name(),
                        address,
                        isRemote(address.text()),
                        "a remote syslog-address");
            } else {
                verdict.check(container.name(), driver, remote.contains(name), "one of " + remote);
            }
        }
        return verdict.decide(
                "Every container's log leaves the machine.",
                "The log of a container stays on the machine.");
    }

    private static boolean isRemote(String address) {
        return !address.isEmpty()
                && !address.startsWith("unix")
                && !address.contains("//localhost")
                && !address.contains("//127.")
                && !address.contains("//[::1]");
    }

    static Outcome host(HostView host, Parameters parameters) {
        Optional<List<ContainerView>> containers = host.containers();
        Set<String> remote = Set.copyOf(parameters.texts("remote_drivers"));
        Value standard = host.option("log-driver");
        if (containers.isEmpty()) {
            return Outcome.noEvidence(host.containersMissing());
        }
        Verdict verdict = new Verdict();
        int running = 0;
        for (ContainerView container : containers.get()) {
            if (container.isExempt() || container.isStopped()) {
                continue;
            }
            running++;
            Value type = container.at("HostConfig/LogConfig/Type");
            Value options = container.optional("HostConfig/LogConfig").get("Config");
            driver(verdict, container.name(), type.isAbsent() ? standard : type, options, remote);
        }
        if (running == 0) {
            if (!standard.isUnknown() && remote.contains(standard.text())) {
                return Outcome.notApplicable(
                        "No container runs, and the daemon logs by " + standard.text() + ".");
            }
            driver(verdict, "", standard, host.option("log-opts"), remote);
        }
        return verdict.decide(
                "Every container's log leaves the machine.",
                "The log of a container stays on the machine.");
    }

    private static void driver(
            Verdict verdict, String part, Value driver, Value options, Set<String> remote) {
        if (driver.text().equals("syslog")) {
            Value address = options.lenient().get("syslog-address");
            verdict.check(part, address, isRemote(address.text()), "a remote syslog-address");
        } else {
            verdict.check(part, driver, remote.contains(driver.text()), "one of " + remote);
        }
    }
}
