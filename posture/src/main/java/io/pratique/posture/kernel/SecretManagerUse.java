package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.secret.SecretDetectors;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.TaskView;
import java.util.Optional;

/** Secrets come from a store of secrets. Row 36, adapted. */
final class SecretManagerUse {
    private SecretManagerUse() {}

    private static final String WANTED = "valueFrom Secrets Manager or an SSM SecureString";

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        boolean any = false;
        for (ContainerDefinition container : task.containers()) {
            Value environment = container.at("environment");
            if (environment.isUnknown()) {
                any = true;
                verdict.unknown(
                        container.name(), environment, environment.unknown().orElseThrow(), WANTED);
            }
            for (Value variable : environment.elements()) {
                String name = variable.get("name").text();
                Value value = variable.get("value");
                if (SecretDetectors.secretName(name) && !value.text("?").isEmpty()) {
                    any = true;
                    verdict.fail(container.name(), value, name + " in environment", WANTED);
                }
            }
            for (Value variable : container.at("secrets").elements()) {
                any = true;
                reference(verdict, task, container.name(), variable.get("valueFrom"));
            }
            for (Value option : container.at("logConfiguration/secretOptions").elements()) {
                any = true;
                reference(verdict, task, container.name(), option.get("valueFrom"));
            }
            Value credentials = container.at("repositoryCredentials/credentialsParameter");
            if (!credentials.isAbsent()) {
                any = true;
                reference(verdict, task, container.name(), credentials);
            }
        }
        return any
                ? verdict.decide(
                        "Every secret comes from a store of secrets.",
                        "A secret does not come from a store of secrets.")
                : Outcome.notApplicable("The task definition has no secret.");
    }

    private static void reference(Verdict verdict, TaskView task, String part, Value from) {
        String arn = from.text();
        if (from.isUnknown()) {
            verdict.unknown(part, from, from.unknown().orElseThrow(), WANTED);
        } else if (arn.contains(":secretsmanager:")) {
            verdict.pass(part, from, "", WANTED);
        } else {
            String name =
                    arn.contains(":parameter/")
                            ? arn.substring(arn.indexOf(":parameter/") + 10)
                            : arn;
            Optional<Value> parameter =
                    task.world()
                            .find(SubjectKind.PARAMETER, arn)
                            .or(() -> task.world().find(SubjectKind.PARAMETER, name));
            if (parameter.isEmpty()) {
                verdict.unknown(
                        part,
                        from,
                        new Missing(Reason.NOT_COLLECTED, "ssm:DescribeParameters " + name),
                        WANTED);
            } else {
                Value type = parameter.get().get("type");
                verdict.check(part, type, type.text().equals("SecureString"), "SecureString");
            }
        }
    }
}
