package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.InstanceView;
import io.pratique.posture.view.TaskView;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Workloads of different sensitivity do not share a machine. NIST SP 800-190; rows 33 and 116. */
final class Sensitivity {
    private Sensitivity() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        Optional<Missing> unread = instance.tasksUnknown();
        if (instance.instance().isEmpty()) {
            return Outcome.noEvidence(instance.instanceMissing());
        }
        if (instance.tasks().isEmpty() && unread.isEmpty()) {
            return Outcome.notApplicable("No task runs on the instance.");
        }
        String key = parameters.text("sensitivity_key");
        Set<String> seen = new TreeSet<>();
        Verdict verdict = new Verdict();
        for (Value run : instance.tasks()) {
            Optional<TaskView> definition =
                    instance.world().definition(run.get("taskDefinitionArn").text());
            String value = "";
            if (definition.isPresent()) {
                value = value(definition.get(), run, key);
            }
            if (value.isEmpty()) {
                verdict.unknown(
                        run.subject().id(),
                        run.get("tags"),
                        new Missing(Reason.NOT_COLLECTED, "a tag or label " + key),
                        "one value of " + key);
            } else {
                seen.add(value);
                boolean pinned =
                        definition
                                .filter(d -> isPinned(d, run, key, value(d, run, key)))
                                .isPresent();
                verdict.pass(run.subject().id(), run.get("tags"), key + "=" + value, "pinned");
                if (!pinned) {
                    verdict.fail(
                            run.subject().id(),
                            run.get("tags"),
                            "no placement constraint or capacity provider pins " + value,
                            "a memberOf constraint or a capacity provider of its own");
                }
            }
        }
        if (seen.size() > 1) {
            verdict.fail(
                    "",
                    instance.instance().get(),
                    "values " + seen + " on one machine",
                    "one value of " + key);
        }
        unread.ifPresent(missing ->
                verdict.unknown("", instance.instance().get(), missing, "all tasks read"));
        return verdict.decide(
                "All tasks of the machine have one sensitivity.",
                "Workloads of different or of unpinned sensitivity share the machine.");
    }

    private static String value(TaskView definition, Value run, String key) {
        String tag = tag(run.get("tags"), key);
        for (Value service : definition.services()) {
            tag = tag.isEmpty() ? tag(service.get("tags"), key) : tag;
        }
        tag = tag.isEmpty() ? tag(definition.at("tags"), key) : tag;
        for (ContainerDefinition container : definition.containers()) {
            tag = tag.isEmpty() ? container.at("dockerLabels").get(key).text() : tag;
        }
        if (tag.isEmpty()) {
            tag =
                    definition
                            .world()
                            .find(SubjectKind.CLUSTER, run.get("clusterArn").text())
                            .map(cluster -> tag(cluster.get("tags"), key))
                            .orElse("");
        }
        return tag;
    }

    private static String tag(Value tags, String key) {
        for (Value tag : tags.elements()) {
            if (tag.get("key").text().equals(key)) {
                return tag.get("value").text();
            }
        }
        return "";
    }

    private static boolean isPinned(TaskView definition, Value run, String key, String value) {
        for (Value constraint : definition.at("placementConstraints").elements()) {
            String expression = constraint.get("expression").text();
            if (constraint.get("type").text().equals("memberOf")
                    && expression.contains(key)
                    && expression.contains(value)) {
                return true;
            }
        }
        return run.get("capacityProviderName").hasContent();
    }

    static Outcome fargate(TaskView task, Parameters parameters) {
        String key = parameters.text("sensitivity_key");
        Set<String> seen = new TreeSet<>();
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            Value label = container.at("dockerLabels").get(key);
            if (label.isUnknown()) {
                verdict.unknown(
                        container.name(), label, label.unknown().orElseThrow(), "one value");
            }
            if (label.hasContent()) {
                seen.add(label.text());
                if (seen.size() > 1) {
                    verdict.fail(
                            container.name(), label, "", "the same in all containers of a task");
                }
            }
        }
        return verdict.failed() || verdict.isUnknown()
                ? verdict.decide("", "Containers of different sensitivity share a task.")
                : Outcome.enforced(
                        Basis.ISOLATION,
                        "Each task has a kernel, CPU, memory and network interface of its own.");
    }
}
