package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Setting;
import io.pratique.model.Severity;
import java.util.List;
import java.util.Set;

/** A pod gets a token for the API server. */
final class ServiceAccountToken implements RuleType {
    @Override
    public String id() {
        return "serviceAccountToken";
    }

    @Override
    public String description() {
        return "A pod gets a token of its service account: whoever breaks in may talk to the API server with it.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return Target.kubernetes();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.whenUnset(
                        true,
                        "The service account's own setting counts when the pod says nothing, and without that the token is mounted, so it violates."));
    }

    @Override
    public Check compile(Parameters parameters) {
        boolean unset = parameters.violatesWhenUnset();
        return (workload, _, out) -> {
            Setting<Boolean> token = workload.serviceAccountToken();
            boolean violated =
                    switch (token) {
                        case Setting.Of<Boolean>(Boolean mounted) -> mounted;
                        case Setting.Unset<Boolean> _ -> unset;
                        case Setting.Unknown<Boolean> _ -> false;
                    };
            if (token.isUnknown()) {
                return out.unknown(workload, null, Attribute.SERVICE_ACCOUNT_TOKEN, token);
            }
            return violated
                    && out.violated(
                            workload,
                            Attribute.SERVICE_ACCOUNT_TOKEN,
                            0,
                            token,
                            "false",
                            Fix.write("false"));
        };
    }
}
