package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import java.util.List;

/**
 * Modes by their bits, and owners. CIS Docker 1.6.0 section 3; rows 58, 59, 61, 62. 0622 has a bit
 * outside 0644, though it is the smaller number.
 */
final class FileRights {
    private FileRights() {}

    static Outcome daemonJsonMode(HostView host, Parameters parameters) {
        return judge(host, daemonJson(host), true);
    }

    static Outcome daemonJsonOwner(HostView host, Parameters parameters) {
        return judge(host, daemonJson(host), false);
    }

    private static String daemonJson(HostView host) {
        return host.doc().lenient().at("daemon/configFile").text("/etc/docker/daemon.json");
    }

    static Outcome socketUnitMode(HostView host, Parameters parameters) {
        return unit(host, true);
    }

    static Outcome socketUnitOwner(HostView host, Parameters parameters) {
        return unit(host, false);
    }

    private static Outcome unit(HostView host, boolean mode) {
        Value unit = host.at("units").get("docker.socket");
        if (unit.isUnknown()) {
            return Outcome.noEvidence(unit.unknown().orElseThrow());
        }
        if (unit.get("exists").isFalse()) {
            return Outcome.notApplicable("There is no unit docker.socket.");
        }
        return judge(
                host, unit.get("fragmentPath").text("/usr/lib/systemd/system/docker.socket"), mode);
    }

    private static Outcome judge(HostView host, String path, boolean modes) {
        Value file = host.file(path);
        if (file.isUnknown()) {
            return Outcome.noEvidence(
                    new Missing(
                            file.unknown().orElseThrow().reason(),
                            "lstat " + path + " on the host"));
        }
        if (file.get("exists").isFalse()) {
            return Outcome.notApplicable("There is no " + path + ".");
        }
        Verdict verdict = new Verdict();
        if (modes) {
            Value mode = file.get("mode");
            int bits = octal(mode.text());
            if (mode.isSet() && bits < 0) {
                verdict.unknown(
                        path, mode, new Missing(Reason.PARSE_ERROR, "the mode of " + path), "0644");
            } else {
                verdict.check(path, mode, (bits & ~0644) == 0, "no bit outside 0644");
            }
            return verdict.decide(path + " is not too open.", path + " is too open.");
        }
        for (String id : List.of("uid", "gid")) {
            Value owner = file.get(id);
            verdict.check(path, owner, owner.number(-1) == 0, "0");
        }
        return verdict.decide(path + " belongs to root.", path + " does not belong to root.");
    }

    /** Octal text as a number; -1 when it is none. */
    private static int octal(String text) {
        try {
            return Integer.parseInt(text, 8);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
