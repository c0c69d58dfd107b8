package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import java.util.Optional;

/** The daemon has a seccomp profile of the owner's. CIS Docker 1.6.0 2.17; row 2. */
final class DaemonSeccomp {
    private DaemonSeccomp() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        return switch (NodeHost.docker(instance)) {
            case NodeHost.Asked.Instead(Outcome outcome) -> outcome;
            case NodeHost.Asked.Report(HostView host) -> report(host, parameters);
        };
    }

    private static Outcome report(HostView host, Parameters parameters) {
        Value options = host.securityOptions();
        Value configured = host.option("seccomp-profile");
        Optional<String> option = host.securityOption("seccomp");
        String profile = configured.text();
        int at = option.orElse("").indexOf("profile=");
        if (at >= 0) {
            profile = option.orElseThrow().substring(at + 8);
        }
        Verdict verdict = new Verdict();
        String wanted = "a profile of your own that is not unconfined";
        if (profile.isEmpty() && options.isSet() && option.isEmpty()) {
            verdict.fail("", options, "no seccomp", wanted);
        } else if (profile.isEmpty() && (options.isUnknown() || configured.isUnknown())) {
            Value hole = options.isUnknown() ? options : configured;
            verdict.unknown("", hole, hole.unknown().orElseThrow(), wanted);
        } else if (profile.equals("unconfined")) {
            verdict.fail("", options, "unconfined", wanted);
        } else if (profile.isEmpty() || profile.equals("builtin") || profile.equals("default")) {
            if (parameters.flag("accept_builtin")) {
                verdict.pass("", options, "the built-in profile, which is accepted", wanted);
            } else {
                verdict.fail("", options, "the built-in profile", wanted);
            }
        } else {
            Value file = host.at("seccompProfiles").get(profile);
            Value parses = file.get("parses");
            Value action = file.get("defaultAction");
            if (file.isUnknown()) {
                verdict.unknown("", file, file.unknown().orElseThrow(), wanted);
            } else if (!file.get("exists").isTrue() || !parses.isTrue()) {
                verdict.check("", file, false, "a file that can be read as a profile");
            } else {
                verdict.check(
                        "", action, !action.text().equals("SCMP_ACT_ALLOW"), "not SCMP_ACT_ALLOW");
            }
        }
        return verdict.decide(
                "The daemon has a seccomp profile of its own.",
                "The daemon has no seccomp profile of its own.");
    }
}
