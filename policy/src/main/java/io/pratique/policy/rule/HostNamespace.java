package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Platform;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The three rules on namespaces of the host: hostNetwork, hostPID, hostIPC. */
final class HostNamespace implements RuleType {
    static final HostNamespace NETWORK =
            new HostNamespace(
                    "hostNetwork",
                    "It shares the network of its host: it sees the host's traffic and loopback services.",
                    Attribute.HOST_NETWORK,
                    Workload::hostNetwork);
    static final HostNamespace PID =
            new HostNamespace(
                    "hostPID",
                    "It shares the process ids of its host: it sees and may trace every process there.",
                    Attribute.HOST_PID,
                    Workload::hostPid);
    static final HostNamespace IPC =
            new HostNamespace(
                    "hostIPC",
                    "It shares the IPC namespace of its host: it may read the host's shared memory.",
                    Attribute.HOST_IPC,
                    Workload::hostIpc);

    private final String id;
    private final String description;
    private final Attribute attribute;
    private final Function<Workload, Setting<Boolean>> setting;

    private HostNamespace(
            String id,
            String description,
            Attribute attribute,
            Function<Workload, Setting<Boolean>> setting) {
        this.id = id;
        this.description = description;
        this.attribute = attribute;
        this.setting = setting;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public Set<Target> targets() {
        return Target.notFargate();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whenUnset(
                        false,
                        "Nothing of the host is shared unless it is asked for, so it passes."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean violatesWhenUnset = parameters.violatesWhenUnset();
        return (workload, _, out) ->
                switch (setting.apply(workload)) {
                    case Setting.Of<Boolean>(Boolean shared) ->
                            shared
                                    && out.violated(
                                            workload,
                                            attribute,
                                            0,
                                            workload.platform() == Platform.ECS ? "host" : true,
                                            workload.platform() == Platform.ECS
                                                    ? "anything but host"
                                                    : "false, or not set",
                                            Fix.REMOVE);
                    case Setting.Unset<Boolean> unset ->
                            violatesWhenUnset
                                    && out.violated(
                                            workload,
                                            attribute,
                                            0,
                                            unset,
                                            workload.platform() == Platform.ECS
                                                    ? "written, and not host"
                                                    : "false",
                                            workload.platform() == Platform.ECS
                                                    ? Fix.MANUAL
                                                    : Fix.write("false"));
                    case Setting.Unknown<Boolean> unknown ->
                            out.unknown(workload, null, attribute, unknown);
                };
    }
}
