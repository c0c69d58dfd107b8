package io.pratique.posture.kernel;

import io.pratique.posture.result.Basis;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.State;
import io.pratique.posture.view.TaskView;

/** On Fargate remapping is out of reach; a container that is not root does not need it. Row 101. */
final class UserNamespaceFargate {
    private UserNamespaceFargate() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Outcome user = EffectiveUser.task(task, parameters);
        return user.state() == State.FAIL
                ? Outcome.enforced(
                        Basis.AWS_OPERATED,
                        "A container runs as root, and AWS publishes nothing of user namespaces.")
                : user;
    }
}
