package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.TaskView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Kernel capabilities are few. CIS Docker 1.6.0 5.4; rows 30 and 98. */
final class Capabilities {
    private Capabilities() {}

    /** Names without CAP_, in upper case. */
    static Set<String> names(Value list) {
        if (!list.hasContent()) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : list.texts()) {
            String upper = name.strip().toUpperCase(Locale.ROOT);
            names.add(upper.startsWith("CAP_") ? upper.substring(4) : upper);
        }
        return names;
    }

    static Outcome task(TaskView task, Parameters parameters) {
        Set<String> allowed = Set.copyOf(parameters.texts("allowed_add"));
        List<String> required = parameters.texts("require_drop");
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value privileged = container.at("privileged");
            if (privileged.isTrue() || privileged.isUnknown()) {
                verdict.check(container.name(), privileged, false, "not privileged");
            }
            Value add = container.at("linuxParameters/capabilities/add");
            Optional<Missing> hole = add.unknownInside();
            if (!allowed.containsAll(names(add))) {
                verdict.fail(
                        container.name(),
                        add,
                        "",
                        "nothing but " + parameters.texts("allowed_add"));
            } else if (hole.isPresent()) {
                verdict.unknown(container.name(), add, hole.get(), "nothing");
            } else {
                verdict.pass(container.name(), add, "", "nothing more");
            }
            drop(verdict, container, required);
        }
        return verdict.decide(
                "No container has capabilities beyond those allowed.",
                "A container has capabilities beyond those allowed.");
    }

    private static void drop(
            Verdict verdict, ContainerDefinition container, List<String> required) {
        if (required.isEmpty()) {
            return;
        }
        Value drop = container.at("linuxParameters/capabilities/drop");
        Set<String> dropped = names(drop);
        boolean covers = dropped.contains("ALL") || dropped.containsAll(required);
        Optional<Missing> hole = drop.unknownInside();
        if (!covers && hole.isPresent()) {
            verdict.unknown(container.name(), drop, hole.get(), "drop " + required);
        } else if (covers) {
            verdict.pass(container.name(), drop, "", "drop " + required);
        } else {
            verdict.fail(container.name(), drop, "", "drop " + required);
        }
    }
}
