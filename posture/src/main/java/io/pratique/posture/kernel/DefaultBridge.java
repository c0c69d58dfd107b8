package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.TaskView;

/** Containers do not share Docker's default bridge. CIS Docker 1.6.0 5.30; rows 7 and 64. */
final class DefaultBridge {
    private DefaultBridge() {}

    static Outcome task(TaskView task, Parameters parameters) {
        if (task.isWindows()) {
            return Outcome.notApplicable("Windows has no docker0 bridge.");
        }
        Value mode = task.at("networkMode");
        String word = mode.text("bridge");
        return new Verdict()
                .check("", mode, !word.equals("bridge") && !word.equals("default"), "awsvpc")
                .decide("The default bridge is not used.", "The task uses the docker0 bridge.");
    }

    static Outcome container(ContainerView container, Parameters parameters) {
        Value mode = container.at("HostConfig/NetworkMode");
        String word = mode.text("default");
        return new Verdict()
                .check(
                        "",
                        mode,
                        !word.equals("default") && !word.equals("bridge") && !word.isEmpty(),
                        "a network of its own")
                .decide("The default bridge is not used.", "The container uses docker0.");
    }
}
