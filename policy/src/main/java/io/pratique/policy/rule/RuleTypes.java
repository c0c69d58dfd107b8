package io.pratique.policy.rule;

import io.pratique.policy.cel.CelRule;
import java.util.List;
import java.util.Optional;

/** Every rule type there is: a new one is a file beside this one, and a line here. */
public final class RuleTypes {
    private static final List<RuleType> ALL =
            List.of(
                    HostNamespace.NETWORK,
                    HostNamespace.IPC,
                    HostNamespace.PID,
                    new RunAsNonRoot(),
                    ContainerFlag.PRIVILEGED,
                    ContainerFlag.ESCALATION,
                    ContainerFlag.READ_ONLY_ROOT,
                    new ContainerCapabilities(),
                    ImageText.REGISTRY,
                    ImageText.NAME,
                    ImageText.TAG,
                    ImageText.PATH,
                    new ImagesNotScanned(),
                    ImageFindings.MALWARE,
                    ImageFindings.SECRETS,
                    ImageVulnerabilities.ALL,
                    ImageVulnerabilities.ATTACK_VECTOR,
                    ImageVulnerabilities.ATTACK_COMPLEXITY,
                    ImageVulnerabilities.AVAILABILITY_IMPACT,
                    PodAccess.EXEC,
                    PodAccess.PORT_FORWARD,
                    new VerifyImages(),
                    new HostPorts(),
                    new HostPath(),
                    new VolumeTypes(),
                    new SeccompProfile(),
                    new AppArmorProfile(),
                    new SeLinuxOptions(),
                    new Sysctls(),
                    new ProcMount(),
                    new RunAsUser(),
                    new WindowsHostProcess(),
                    new ProbeHosts(),
                    new ImageDigest(),
                    new ResourceLimits(),
                    new HealthProbes(),
                    new ServiceAccountToken(),
                    new RequiredLabels(),
                    new PlaintextSecrets(),
                    new CelRule());

    private RuleTypes() {}

    public static List<RuleType> all() {
        return ALL;
    }

    public static Optional<RuleType> of(String id) {
        return ALL.stream().filter(type -> type.id().equals(id)).findFirst();
    }
}
