package io.pratique.posture.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which kernel judges a template: the explicit list, in the order of the catalogue. */
public final class Kernels {
    /**
     * One template's kernel.
     *
     * @param slug of the template
     * @param kernel the name of its class, for people
     */
    public record Entry(String slug, String kernel, Judgement judgement) {}

    private Kernels() {}

    private static Entry ecs(String slug, String kernel, boolean linux, Judgement.TaskRule rule) {
        return new Entry(
                slug,
                kernel,
                new Judgement.OnTask(Judgement.Launch.ECS, linux, rule, Optional.empty()));
    }

    private static Entry image(
            String slug,
            String kernel,
            boolean linux,
            Judgement.TaskRule rule,
            Judgement.Alone alone) {
        return new Entry(
                slug,
                kernel,
                new Judgement.OnTask(Judgement.Launch.ECS, linux, rule, Optional.of(alone)));
    }

    private static Entry any(
            String slug, String kernel, Judgement.TaskRule rule, Optional<Judgement.Alone> alone) {
        return new Entry(
                slug, kernel, new Judgement.OnTask(Judgement.Launch.ANY, false, rule, alone));
    }

    private static Entry fargate(
            String slug, String kernel, boolean linux, Judgement.TaskRule rule) {
        return new Entry(
                slug,
                kernel,
                new Judgement.OnTask(Judgement.Launch.FARGATE, linux, rule, Optional.empty()));
    }

    private static Entry instance(String slug, String kernel, Judgement.InstanceRule rule) {
        return new Entry(slug, kernel, new Judgement.OnInstance(rule));
    }

    private static Entry host(String slug, String kernel, Judgement.HostRule rule) {
        return new Entry("ecs-docker-host-" + slug, kernel, new Judgement.OnHost(rule));
    }

    private static Entry container(String slug, String kernel, Judgement.ContainerRule rule) {
        return new Entry("ecs-docker-host-" + slug, kernel, new Judgement.OnContainer(rule));
    }

    private static Entry node(String slug, Judgement.NodeRule rule) {
        return new Entry("eks-fargate-kubelet-" + slug, "Kubelet", new Judgement.OnNode(rule));
    }

    /** All of them. */
    public static List<Entry> all() {
        List<Entry> all = new ArrayList<>(120);
        all.addAll(tasks());
        all.addAll(machines());
        all.addAll(hosts());
        all.addAll(fargates());
        all.addAll(kubelets());
        return List.copyOf(all);
    }

    private static List<Entry> tasks() {
        return List.of(
                image(
                        "ecs-image-healthcheck-defined",
                        "ImageHealthcheck",
                        false,
                        ImageHealthcheck::task,
                        new Judgement.Alone(
                                ImageHealthcheck::image, Optional.of(ImageHealthcheck::file))),
                ecs(
                        "ecs-port-bound-to-specific-interface",
                        "PortBinding",
                        false,
                        PortBinding::task),
                ecs("ecs-remote-logging-configured", "Logging", false, Logging::task),
                ecs("ecs-container-cpu-share-set", "Cpu", false, Cpu::task),
                ecs(
                        "ecs-default-bridge-network-not-used",
                        "DefaultBridge",
                        false,
                        DefaultBridge::task),
                ecs("ecs-seccomp-not-disabled", "SeccompOff", true, SeccompOff::task),
                ecs("ecs-host-devices-not-exposed", "Devices", true, Devices::task),
                ecs(
                        "ecs-host-ipc-namespace-not-shared",
                        "HostNamespaces",
                        true,
                        HostNamespaces::ipc),
                ecs("ecs-container-memory-limited", "Memory", false, Memory::task),
                ecs("ecs-docker-socket-not-mounted", "SocketMount", false, SocketMount::task),
                image(
                        "ecs-container-non-root-user",
                        "EffectiveUser",
                        true,
                        EffectiveUser::task,
                        new Judgement.Alone(
                                EffectiveUser::image, Optional.of(EffectiveUser::file))),
                ecs("ecs-restart-policy-bounded", "Restart", false, Restart::task),
                ecs(
                        "ecs-host-pid-namespace-not-shared",
                        "HostNamespaces",
                        true,
                        HostNamespaces::pid),
                ecs(
                        "ecs-privileged-ports-not-mapped",
                        "PrivilegedPorts",
                        false,
                        PrivilegedPorts::task),
                ecs("ecs-privileged-container-not-used", "Privileged", false, Privileged::task),
                ecs("ecs-root-filesystem-read-only", "ReadOnlyRoot", true, ReadOnlyRoot::task),
                image(
                        "ecs-image-setuid-setgid-removed",
                        "Setuid",
                        true,
                        Setuid::task,
                        new Judgement.Alone(Setuid::image, Optional.empty())),
                ecs("ecs-no-new-privileges-set", "NoNewPrivileges", true, NoNewPrivileges::task),
                ecs("ecs-mount-propagation-not-shared", "Propagation", true, Propagation::task),
                ecs(
                        "ecs-host-uts-namespace-not-shared",
                        "HostNamespaces",
                        true,
                        HostNamespaces::uts),
                ecs(
                        "ecs-container-health-checked-at-runtime",
                        "RuntimeHealthcheck",
                        false,
                        RuntimeHealthcheck::task),
                image(
                        "ecs-image-signature-verified",
                        "Signature",
                        false,
                        Signature::task,
                        new Judgement.Alone(Signature::image, Optional.empty())),
                ecs(
                        "ecs-sensitive-host-directories-not-mounted",
                        "SensitiveDirectories",
                        true,
                        SensitiveDirectories::task),
                ecs("ecs-linux-capabilities-restricted", "Capabilities", true, Capabilities::task),
                any(
                        "ecs-no-secrets-in-env-or-image-history",
                        "SecretsInClear",
                        SecretsInClear::task,
                        Optional.of(
                                new Judgement.Alone(
                                        SecretsInClear::image, Optional.of(SecretsInClear::file)))),
                any(
                        "ecs-secrets-manager-used",
                        "SecretManagerUse",
                        SecretManagerUse::task,
                        Optional.empty()),
                any(
                        "ecs-registry-connections-and-image-config-sound",
                        "RegistryAndImage",
                        RegistryAndImage::task,
                        Optional.of(
                                new Judgement.Alone(
                                        RegistryAndImage::image,
                                        Optional.of(RegistryAndImage::file)))));
    }

    private static List<Entry> machines() {
        return List.of(
                instance(
                        "ecs-daemon-seccomp-custom-profile",
                        "DaemonSeccomp",
                        DaemonSeccomp::instance),
                instance("ecs-container-sprawl-bounded", "Sprawl", Sprawl::instance),
                instance("ecs-pids-cgroup-limit-set", "Pids", Pids::instance),
                instance(
                        "ecs-inter-container-traffic-restricted",
                        "InterContainerTraffic",
                        InterContainerTraffic::instance),
                instance("ecs-swarm-mode-disabled", "Swarm", Swarm::instance),
                instance(
                        "ecs-user-namespace-remap-enabled",
                        "UserNamespace",
                        UserNamespace::instance),
                instance("ecs-selinux-options-verified", "Selinux", Selinux::instance),
                instance("ecs-docker-version-current", "EngineVersion", EngineVersion::instance),
                instance(
                        "ecs-workloads-grouped-by-sensitivity",
                        "Sensitivity",
                        Sensitivity::instance),
                instance(
                        "ecs-hosts-dedicated-to-containers",
                        "DedicatedHost",
                        DedicatedHost::instance));
    }

    private static List<Entry> hosts() {
        return List.of(
                container("apparmor-profile-enabled", "AppArmor", AppArmor::container),
                new Entry(
                        "ecs-docker-host-dockerfile-copy-not-add",
                        "DockerfileAdd",
                        new Judgement.OnImage(DockerfileAdd::image, DockerfileAdd::file)),
                host("remote-logging-configured", "Logging", Logging::host),
                container("container-non-root-user", "EffectiveUser", EffectiveUser::container),
                container("seccomp-not-disabled", "SeccompOff", SeccompOff::container),
                host(
                        "experimental-features-disabled",
                        "DaemonOptions",
                        DaemonOptions::experimental),
                container(
                        "user-namespace-not-shared",
                        "HostNamespaces",
                        HostNamespaces.container("UsernsMode")),
                host(
                        "insecure-registries-not-used",
                        "InsecureRegistries",
                        InsecureRegistries::host),
                host("live-restore-enabled", "DaemonOptions", DaemonOptions::liveRestore),
                host("selinux-enabled", "Selinux", Selinux::host),
                host("daemon-tcp-tls-verified", "DaemonOptions", DaemonOptions::tls),
                new Entry(
                        "ecs-docker-host-dockerfile-update-not-alone",
                        "DockerfileUpdate",
                        new Judgement.OnImage(DockerfileUpdate::image, DockerfileUpdate::file)),
                host("userland-proxy-disabled", "DaemonOptions", DaemonOptions::userlandProxy),
                host("aufs-driver-not-used", "DaemonOptions", DaemonOptions::aufs),
                host("base-device-size-unchanged", "DaemonOptions", DaemonOptions::baseSize),
                container(
                        "container-cgroup-parent-default",
                        "ContainerCgroup",
                        ContainerCgroup::container),
                host(
                        "separate-partition-for-containers",
                        "SeparatePartition",
                        SeparatePartition::host),
                host("daemon-cgroup-parent-default", "DaemonOptions", DaemonOptions::cgroupParent),
                host("default-ulimit-configured", "DaemonOptions", DaemonOptions::ulimits),
                host("authorization-plugin-enabled", "DaemonOptions", DaemonOptions::authorization),
                host("daemon-json-permissions", "FileRights", FileRights::daemonJsonMode),
                host("daemon-json-ownership", "FileRights", FileRights::daemonJsonOwner),
                host("docker-version-current", "EngineVersion", EngineVersion::host),
                host("docker-socket-unit-permissions", "FileRights", FileRights::socketUnitMode),
                host("docker-socket-unit-ownership", "FileRights", FileRights::socketUnitOwner),
                container("docker-socket-not-mounted", "SocketMount", SocketMount::container),
                container("default-bridge-not-used", "DefaultBridge", DefaultBridge::container),
                container(
                        "ipc-namespace-not-shared",
                        "HostNamespaces",
                        HostNamespaces.container("IpcMode")),
                container(
                        "pid-namespace-not-shared",
                        "HostNamespaces",
                        HostNamespaces.container("PidMode")),
                host(
                        "inter-container-traffic-restricted",
                        "InterContainerTraffic",
                        InterContainerTraffic::host),
                host("iptables-managed-by-docker", "DaemonOptions", DaemonOptions::iptables),
                host("log-level-info", "DaemonOptions", DaemonOptions::logLevel),
                host("docker-group-trusted-users-only", "DockerGroup", DockerGroup::host),
                container("container-cpu-share-set", "Cpu", Cpu::container),
                container(
                        "port-bound-to-specific-interface", "PortBinding", PortBinding::container),
                container("container-memory-limited", "Memory", Memory::container),
                container("restart-policy-bounded", "Restart", Restart::container),
                container("root-filesystem-read-only", "ReadOnlyRoot", ReadOnlyRoot::container),
                container(
                        "network-namespace-not-shared",
                        "HostNamespaces",
                        HostNamespaces.container("NetworkMode")),
                container(
                        "sensitive-directories-not-mounted",
                        "SensitiveDirectories",
                        SensitiveDirectories::container),
                container(
                        "privileged-ports-not-mapped",
                        "PrivilegedPorts",
                        PrivilegedPorts::container));
    }

    private static List<Entry> fargates() {
        return List.of(
                fargate(
                        "fargate-image-healthcheck-defined",
                        "ImageHealthcheck",
                        false,
                        ImageHealthcheck::task),
                fargate(
                        "fargate-daemon-seccomp-custom-profile",
                        "FargateForbidden",
                        false,
                        FargateForbidden::daemonSeccomp),
                fargate(
                        "fargate-port-bound-to-specific-interface",
                        "PortBinding",
                        false,
                        PortBinding::fargate),
                fargate("fargate-remote-logging-configured", "Logging", false, Logging::fargate),
                fargate("fargate-container-cpu-share-set", "Cpu", false, Cpu::fargate),
                fargate("fargate-image-signature-verified", "Signature", false, Signature::task),
                fargate(
                        "fargate-seccomp-not-disabled",
                        "FargateForbidden",
                        false,
                        FargateForbidden::seccomp),
                fargate(
                        "fargate-platform-version-current",
                        "PlatformVersion",
                        false,
                        PlatformVersion::task),
                fargate(
                        "fargate-host-devices-not-exposed",
                        "FargateForbidden",
                        false,
                        FargateForbidden::devices),
                fargate("fargate-container-memory-limited", "Memory", false, Memory::fargate),
                fargate(
                        "fargate-docker-socket-not-mounted",
                        "FargateForbidden",
                        false,
                        FargateForbidden::socket),
                fargate(
                        "fargate-sensitive-host-directories-not-mounted",
                        "FargateForbidden",
                        false,
                        FargateForbidden::directories),
                fargate(
                        "fargate-container-non-root-user",
                        "EffectiveUser",
                        true,
                        EffectiveUser::task),
                fargate("fargate-restart-policy-bounded", "Restart", false, Restart::task),
                fargate("fargate-pids-limit-set", "Pids", true, Pids::fargate),
                fargate(
                        "fargate-privileged-ports-not-mapped",
                        "PrivilegedPorts",
                        false,
                        PrivilegedPorts::fargate),
                fargate(
                        "fargate-privileged-container-not-used",
                        "FargateForbidden",
                        false,
                        FargateForbidden::privileged),
                fargate(
                        "fargate-root-filesystem-read-only",
                        "ReadOnlyRoot",
                        true,
                        ReadOnlyRoot::task),
                fargate("fargate-image-setuid-setgid-removed", "Setuid", true, Setuid::task),
                fargate(
                        "fargate-linux-capabilities-restricted",
                        "Capabilities",
                        true,
                        Capabilities::task),
                fargate(
                        "fargate-privilege-gain-restricted",
                        "PrivilegeGain",
                        true,
                        PrivilegeGain::task),
                fargate(
                        "fargate-host-uts-namespace-not-shared",
                        "FargateForbidden",
                        false,
                        FargateForbidden::uts),
                fargate(
                        "fargate-user-namespace-remap-enabled",
                        "UserNamespaceFargate",
                        true,
                        UserNamespaceFargate::task),
                fargate(
                        "fargate-selinux-options-verified",
                        "FargateForbidden",
                        true,
                        FargateForbidden::selinux),
                fargate(
                        "fargate-container-health-checked-at-runtime",
                        "RuntimeHealthcheck",
                        false,
                        RuntimeHealthcheck::task),
                fargate(
                        "fargate-workloads-isolated-by-sensitivity",
                        "Sensitivity",
                        false,
                        Sensitivity::fargate));
    }

    private static List<Entry> kubelets() {
        return List.of(
                node("tls-cert-and-key", Kubelet::tlsFiles),
                node("anonymous-auth-off", Kubelet::anonymous),
                node("authorization-not-alwaysallow", Kubelet::authorization),
                node("client-ca-set", Kubelet::clientCa),
                node("event-qps", Kubelet::eventRate),
                node("iptables-util-chains", Kubelet::utilChains),
                node("protect-kernel-defaults", Kubelet::kernelDefaults),
                node("read-only-port-off", Kubelet::readOnlyPort),
                node("rotate-certificates", Kubelet::rotateClient),
                node("rotate-server-certificate", Kubelet::rotateServer),
                node("streaming-idle-timeout", Kubelet::idleTimeout),
                node("strong-ciphers", Kubelet::ciphers));
    }
}
