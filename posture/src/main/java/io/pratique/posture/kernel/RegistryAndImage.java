package io.pratique.posture.kernel;

import io.pratique.model.ImageReference;
import io.pratique.model.LaunchType;
import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Value;
import io.pratique.posture.result.Outcome;
import io.pratique.posture.result.Verdict;
import io.pratique.posture.view.ContainerDefinition;
import io.pratique.posture.view.DockerfileView;
import io.pratique.posture.view.HostView;
import io.pratique.posture.view.ImageView;
import io.pratique.posture.view.TaskView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Images come over TLS, and their configuration is sound. Row 37: two headings of NIST SP 800-190
 * in one name.
 */
final class RegistryAndImage {
    private RegistryAndImage() {}

    static Outcome task(TaskView task, Parameters parameters) {
        Verdict verdict = new Verdict();
        for (ContainerDefinition container : task.containers()) {
            connection(verdict, task, container);
            Optional<ImageView> image = task.image(container);
            if (image.isPresent()) {
                configuration(verdict, container.name() + " (image configuration)", image.get());
            } else {
                verdict.unknown(
                        container.name() + " (image configuration)",
                        container.at("image"),
                        Images.missing(task, container),
                        "a sound configuration");
            }
        }
        return verdict.decide(
                "Images come over TLS, and their configuration is sound.",
                "The connection to a registry or the configuration of an image has a defect.");
    }

    private static void connection(Verdict verdict, TaskView task, ContainerDefinition container) {
        String part = container.name() + " (connection)";
        Value reference = container.at("image");
        String wanted = "a registry over TLS";
        if (!(ImageReference.parse(reference.text())
                instanceof ImageReference.ParseResult.Valid(ImageReference image))) {
            verdict.unknown(
                    part,
                    reference,
                    reference
                            .unknown()
                            .orElse(new Missing(Reason.PARSE_ERROR, "a valid image reference")),
                    wanted);
            return;
        }
        String host = image.registryHost();
        if (host.contains(".dkr.ecr") || host.equals("public.ecr.aws")) {
            verdict.pass(part, reference, host + ": ECR answers over TLS only", wanted);
            return;
        }
        List<HostView> hosts = task.hosts();
        boolean onlyFargate = task.launches().equals(Set.of(LaunchType.FARGATE));
        if (onlyFargate) {
            verdict.pass(part, reference, host + ": Fargate pulls over TLS only", wanted);
            return;
        }
        if (hosts.isEmpty()) {
            verdict.unknown(
                    part,
                    reference,
                    new Missing(
                            Reason.NOT_COLLECTED,
                            "the daemon's insecure-registries on the hosts: pratique host collect"),
                    wanted);
            return;
        }
        for (HostView view : hosts) {
            Value insecure = view.option("insecure-registries");
            Value mirrors = view.option("registry-mirrors");
            boolean listed = insecure.texts().contains(image.registry());
            boolean mirrored =
                    image.registry().equals("docker.io")
                            && mirrors.texts().stream().anyMatch(m -> m.startsWith("http://"));
            verdict.check(part, insecure, !listed, wanted);
            verdict.check(part, mirrors, !mirrored, wanted);
        }
    }

    static void configuration(Verdict verdict, String part, ImageView image) {
        EffectiveUser.judge(verdict, part, image.config("User"), Optional.of(image));
        Value ports = image.config("ExposedPorts");
        boolean ssh = ports.get("22/tcp").isSet() || ports.get("22").isSet();
        verdict.check(part, ports, !ssh, "no port 22");
        Value setuid = image.doc().get("files").get("setuid");
        List<String> entry = image.config("Entrypoint").texts();
        for (Value file : setuid.elements()) {
            if (!entry.isEmpty() && file.get("path").text().equals(entry.getFirst())) {
                verdict.fail(part, file, "", "an entry point without setuid");
            }
        }
        if (setuid.isUnknown() && !entry.isEmpty()) {
            verdict.note(
                    "The layers were not read: whether the entry point is setuid is not known.");
        }
    }

    static Outcome file(DockerfileView file, Parameters parameters) {
        Verdict verdict = new Verdict();
        verdict.include(EffectiveUser.file(file, parameters), "image configuration");
        for (Value expose : file.instructions("EXPOSE")) {
            List<String> ports = expose.get("arguments").texts();
            boolean ssh = ports.contains("22") || ports.contains("22/tcp");
            verdict.check(
                    "line " + expose.get("line").text("?"),
                    expose.get("arguments"),
                    !ssh,
                    "no port 22");
        }
        return verdict.decide(
                "The configuration of the image is sound.",
                "The configuration of the image has a defect.");
    }

    static Outcome image(ImageView image, Parameters parameters) {
        Verdict verdict = new Verdict();
        configuration(verdict, "image configuration", image);
        return verdict.decide(
                "The configuration of the image is sound.",
                "The configuration of the image has a defect.");
    }
}
