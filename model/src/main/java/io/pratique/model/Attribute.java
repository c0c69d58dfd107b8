package io.pratique.model;

/**
 * What a rule can point at, with the path at which each platform writes it. Paths of a container
 * start at the container, others at the pod spec or the task definition; {@code #} stands for an
 * index that the rule gives. An empty path: the platform has no such thing.
 */
public enum Attribute {
    HOST_NETWORK("hostNetwork", "networkMode"),
    HOST_PID("hostPID", "pidMode"),
    HOST_IPC("hostIPC", "ipcMode"),
    HOST_USERS("hostUsers", ""),
    POD_RUN_AS_NON_ROOT("securityContext/runAsNonRoot", ""),
    POD_RUN_AS_USER("securityContext/runAsUser", ""),
    POD_SECCOMP("securityContext/seccompProfile/type", ""),
    POD_APP_ARMOR("securityContext/appArmorProfile/type", ""),
    POD_SE_LINUX_TYPE("securityContext/seLinuxOptions/type", ""),
    POD_SE_LINUX_USER("securityContext/seLinuxOptions/user", ""),
    POD_SE_LINUX_ROLE("securityContext/seLinuxOptions/role", ""),
    POD_WINDOWS_HOST_PROCESS("securityContext/windowsOptions/hostProcess", ""),
    POD_SYSCTL("securityContext/sysctls/#/name", ""),
    POD_CPU_LIMIT("resources/limits/cpu", "cpu"),
    POD_MEMORY_LIMIT("resources/limits/memory", "memory"),
    SERVICE_ACCOUNT_TOKEN("automountServiceAccountToken", ""),
    VOLUME("volumes/#", "volumes/#"),
    VOLUME_HOST_PATH("volumes/#/hostPath/path", "volumes/#/host/sourcePath"),
    CONTAINER("", ""),
    NAME("name", "name"),
    IMAGE("image", "image"),
    PRIVILEGED("securityContext/privileged", "privileged"),
    ALLOW_PRIVILEGE_ESCALATION("securityContext/allowPrivilegeEscalation", "dockerSecurityOptions"),
    READ_ONLY_ROOT_FILESYSTEM("securityContext/readOnlyRootFilesystem", "readonlyRootFilesystem"),
    RUN_AS_NON_ROOT("securityContext/runAsNonRoot", "user"),
    RUN_AS_USER("securityContext/runAsUser", "user"),
    CAPABILITIES_ADDED("securityContext/capabilities/add", "linuxParameters/capabilities/add"),
    CAPABILITIES_DROPPED("securityContext/capabilities/drop", "linuxParameters/capabilities/drop"),
    SECCOMP("securityContext/seccompProfile/type", "dockerSecurityOptions"),
    APP_ARMOR("securityContext/appArmorProfile/type", "dockerSecurityOptions"),
    SE_LINUX_TYPE("securityContext/seLinuxOptions/type", "dockerSecurityOptions"),
    SE_LINUX_USER("securityContext/seLinuxOptions/user", "dockerSecurityOptions"),
    SE_LINUX_ROLE("securityContext/seLinuxOptions/role", "dockerSecurityOptions"),
    PROC_MOUNT("securityContext/procMount", ""),
    WINDOWS_HOST_PROCESS("securityContext/windowsOptions/hostProcess", ""),
    SYSCTL("", "systemControls/#/namespace"),
    HOST_PORT("ports/#/hostPort", "portMappings/#/hostPort"),
    ENVIRONMENT("env/#/name", "environment/#/name"),
    CPU_LIMIT("resources/limits/cpu", "cpu"),
    MEMORY_LIMIT("resources/limits/memory", "memory"),
    CPU_REQUEST("resources/requests/cpu", "cpu"),
    MEMORY_REQUEST("resources/requests/memory", "memoryReservation"),
    LIVENESS_PROBE("livenessProbe", "healthCheck"),
    READINESS_PROBE("readinessProbe", ""),
    STARTUP_PROBE("startupProbe", ""),
    LOG_DRIVER("", "logConfiguration/logDriver");

    private final String kubernetes;
    private final String ecs;

    Attribute(String kubernetes, String ecs) {
        this.kubernetes = kubernetes;
        this.ecs = ecs;
    }

    /** The path on a platform. */
    public String path(Platform platform) {
        return switch (platform) {
            case KUBERNETES -> kubernetes;
            case ECS -> ecs;
        };
    }
}
