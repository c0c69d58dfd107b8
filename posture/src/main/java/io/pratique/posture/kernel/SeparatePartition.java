package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;

/** Containers cannot fill the host's root file system. CIS Docker 1.6.0 1.2.1; row 54. */
final class SeparatePartition {
    private SeparatePartition() {}

    static Outcome host(HostView host, Parameters parameters) {
        Value root = host.at("dockerRoot");
        Value device = root.get("device");
        Value rootDevice = root.get("rootDevice");
        Value mount = root.lenient().get("mountPoint");
        Verdict verdict = new Verdict();
        String wanted = "another device than that of /";
        if (mount.isTrue()) {
            verdict.pass("", mount, "a mount point", wanted);
        } else if (rootDevice.isUnknown()) {
            verdict.check("", rootDevice, false, wanted);
        } else {
            verdict.check("", device, !device.text().equals(rootDevice.text()), wanted);
        }
        return verdict.decide(
                "Docker's data has a partition of its own.",
                "Docker's data shares the partition of the host's root.");
    }
}
