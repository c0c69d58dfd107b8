package io.pratique.posture.kernel;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.SubjectKind;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.InstanceView;
import java.util.List;
import java.util.Optional;

/**
 * Docker is kept up to date. CIS Docker 1.6.0 1.1.2; rows 32 and 60. The support table is a
 * parameter, not the clock.
 */
final class EngineVersion {
    private EngineVersion() {}

    static Outcome instance(InstanceView instance, Parameters parameters) {
        if (instance.isManaged()) {
            return Outcome.notApplicable("AWS runs the host of a managed instance.");
        }
        if (instance.instance().isEmpty()) {
            return Outcome.noEvidence(instance.instanceMissing());
        }
        Value facts = instance.instance().get();
        Value version = facts.at("versionInfo/dockerVersion");
        if (instance.host().filter(HostView::isOtherRuntime).isPresent()) {
            return Outcome.notApplicable("The instance does not run Docker.");
        }
        if (!facts.get("agentConnected").isTrue()) {
            return Outcome.noEvidence(
                    new Missing(Reason.STALE, "a connected agent on " + instance.subject().id()));
        }
        if (!Versions.isVersion(version.text())) {
            return Outcome.noEvidence(
                    new Missing(
                            Reason.NOT_COLLECTED,
                            "versionInfo.dockerVersion of " + instance.subject().id()));
        }
        Verdict verdict = new Verdict();
        supported(verdict, version, parameters);
        Optional<Value> recommended = recommended(instance);
        if (recommended.isPresent()) {
            Value runtime = recommended.get().get("ecs_runtime_version");
            int[] ours = Versions.numbers(version.text());
            int[] theirs = Versions.numbers(runtime.text());
            long lag = parameters.number("max_minor_lag", 1);
            boolean current =
                    ours[0] > theirs[0] || ours[0] == theirs[0] && theirs[1] - ours[1] <= lag;
            verdict.check(
                    "", version, current, "at most " + lag + " releases behind " + runtime.text());
        } else {
            verdict.note(
                    "The AMI that AWS recommends was not read: compared with the support table only.");
        }
        verdict.note("Agent " + facts.at("versionInfo/agentVersion").text("not known") + ".");
        return verdict.decide("Docker is up to date.", "Docker is out of date.");
    }

    private static Optional<Value> recommended(InstanceView instance) {
        String ami = instance.attribute("ecs.ami-id").orElse("");
        for (Subject subject : instance.world().of(SubjectKind.RECOMMENDED_AMI)) {
            Value doc = Value.of(subject, false);
            if (doc.get("image_id").text().equals(ami)
                    || doc.get("history").texts().contains(ami)) {
                return Optional.of(doc);
            }
        }
        return Optional.empty();
    }

    private static void supported(Verdict verdict, Value version, Parameters parameters) {
        int[] ours = Versions.numbers(version.text());
        boolean good = false;
        List<String> lines = parameters.texts("min_docker");
        int newest = 0;
        for (String line : lines) {
            int[] least = Versions.numbers(line);
            newest = Math.max(newest, least[0]);
            good |= ours[0] == least[0] && Versions.compare(version.text(), line) >= 0;
        }
        verdict.check("", version, good || ours[0] > newest, "a supported version: " + lines);
    }

    static Outcome host(HostView host, Parameters parameters) {
        Value version = host.at("version/Version");
        Verdict verdict = new Verdict();
        if (version.isSet() && !Versions.isVersion(version.text())) {
            return Outcome.noEvidence(
                    new Missing(Reason.PARSE_ERROR, "GET /version on " + host.subject().id()));
        }
        if (version.isUnknown()) {
            verdict.check("", version, false, "a supported version");
        } else {
            supported(verdict, version, parameters);
        }
        return verdict.decide("Docker is supported.", "Docker is out of support or not patched.");
    }
}
