package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;

/** No registry without TLS. CIS Docker 1.6.0 2.5; row 45. The loopback range is always there. */
final class InsecureRegistries {
    private InsecureRegistries() {}

    static Outcome host(HostView host, Parameters parameters) {
        Value option = host.option("insecure-registries");
        Verdict verdict = new Verdict();
        String wanted = "no registry but loopback";
        for (Value entry : option.elements()) {
            verdict.check("", entry, isLoopback(entry.text()), wanted);
        }
        if (option.isUnknown()) {
            verdict.unknown("", option, option.unknown().orElseThrow(), wanted);
        }
        Value ranges = host.at("info/RegistryConfig/InsecureRegistryCIDRs");
        for (Value range : ranges.elements()) {
            verdict.check("", range, isLoopback(range.text()), wanted);
        }
        Value indexes = host.at("info/RegistryConfig/IndexConfigs");
        for (Value.Named index : indexes.members()) {
            Value secure = index.value().get("Secure");
            if (!isLoopback(index.name())) {
                verdict.check(index.name(), secure, secure.isTrue(), "true");
            }
        }
        if (indexes.isUnknown()) {
            verdict.unknown("", indexes, indexes.unknown().orElseThrow(), wanted);
        }
        return verdict.decide(
                "Every registry is reached over TLS.", "A registry is reached without TLS.");
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.")
                || address.startsWith("::1")
                || address.startsWith("[::1]")
                || address.equals("localhost")
                || address.startsWith("localhost:");
    }
}
