package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerView;
import io.pratique.posture.view.HostView;
import java.util.Optional;

/** AppArmor confines containers. CIS Docker 1.6.0 5.2; row 38. */
final class AppArmor {
    private AppArmor() {}

    static Outcome container(ContainerView container, Parameters parameters) {
        Optional<HostView> host = container.host();
        Verdict verdict = new Verdict();
        if (host.isPresent()) {
            Value enabled = host.get().at("apparmor/enabled");
            if (enabled.isFalse()) {
                return Outcome.notApplicable("The kernel of the host has no AppArmor.");
            }
            Value options = host.get().securityOptions();
            if (options.isSet()
                    && host.get().securityOption("apparmor").isEmpty()
                    && !enabled.isTrue()) {
                return Outcome.notApplicable("Docker sees no AppArmor on the host.");
            }
        }
        Value profile = container.at("AppArmorProfile");
        Value options = container.optional("HostConfig/SecurityOpt");
        if (container.isFile()) {
            boolean off =
                    SecurityOptions.value(options.texts(), "apparmor")
                            .filter(v -> v.equals("unconfined"))
                            .isPresent();
            if (off) {
                verdict.fail("", options, "", "no apparmor=unconfined");
            } else {
                verdict.check("", options, true, "no apparmor=unconfined");
                verdict.note("Docker gives docker-default where the host has AppArmor.");
            }
        } else {
            String name = profile.text();
            verdict.check("", profile, !name.isEmpty() && !name.equals("unconfined"), "a profile");
        }
        return verdict.decide(
                "AppArmor confines the container.", "AppArmor does not confine the container.");
    }
}
