package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import java.util.ArrayList;
import java.util.List;

/**
 * Only trusted users command the daemon. CIS Docker 1.6.0 1.1.2; row 70. Users whose primary group
 * it is count.
 */
final class DockerGroup {
    private DockerGroup() {}

    static Outcome host(HostView host, Parameters parameters) {
        Value socket = host.at("socket");
        Value groups = host.at("groups");
        String name = socket.lenient().get("group").text("docker");
        if (groups.isUnknown()) {
            return Outcome.noEvidence(groups.unknown().orElseThrow());
        }
        Value group = groups.lenient().get(name);
        boolean rootOnly = name.equals("root") || socket.lenient().get("gid").number(-1) == 0;
        if (group.isAbsent() && rootOnly) {
            return Outcome.notApplicable("The socket belongs to root:root.");
        }
        if (group.isAbsent()) {
            return Outcome.noEvidence(new Missing(Reason.NOT_COLLECTED, "getent group " + name));
        }
        List<String> trusted = parameters.texts("trusted_users");
        Verdict verdict = new Verdict();
        int members = 0;
        List<Value> users = new ArrayList<>(group.isList() ? group.elements() : List.of());
        users.addAll(group.get("members").lenient().elements());
        users.addAll(group.get("primary").lenient().elements());
        for (Value user : users) {
            members++;
            boolean good = trusted.contains(user.text()) || user.text().equals("root");
            verdict.check(user.text(), user, good, "a trusted user");
        }
        if (members == 0) {
            verdict.check("", group, true, "trusted users only");
        }
        if (group.isObject() && group.get("primary").isUnknown()) {
            verdict.unknown(
                    "",
                    group,
                    new Missing(Reason.NOT_COLLECTED, "users whose primary group is " + name),
                    "trusted users only");
        }
        return verdict.decide(
                "Only trusted users command the daemon.",
                "A user that is not listed as trusted commands the daemon.");
    }
}
