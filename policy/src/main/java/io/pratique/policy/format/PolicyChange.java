package io.pratique.policy.format;

import io.pratique.policy.SecurityPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a save of a policy may change: everything but its name and its platform. */
public final class PolicyChange {
    /** Names that people choose; resources of Kubernetes may have dashes as well. */
    private static final Pattern CHOSEN = Pattern.compile(PolicyForm.NAME);

    /**
     * Why a policy may not be saved like this.
     *
     * @param code stable
     * @param pointer JSON pointer of the value in its document
     */
    public record Refusal(String code, String pointer, String message, String hint) {}

    private PolicyChange() {}

    /** What speaks against a policy in the place of another; empty when nothing does. */
    public static List<Refusal> refusals(SecurityPolicy before, SecurityPolicy after) {
        List<Refusal> refusals = new ArrayList<>();
        if (!before.name().equals(after.name())) {
            refusals.add(
                    new Refusal(
                            "immutable-name",
                            "/metadata/name",
                            "the name of a policy never changes: it is '"
                                    + before.name()
                                    + "', and not '"
                                    + after.name()
                                    + "'",
                            "Duplicate the policy, and delete this one when nothing uses it."));
        }
        if (before.platform() != after.platform()) {
            refusals.add(
                    new Refusal(
                            "immutable-platform",
                            "/spec/platform",
                            "the platform of a policy never changes: it is "
                                    + before.platform().id()
                                    + ", and not "
                                    + after.platform().id(),
                            "Write a new policy for " + after.platform().id() + "."));
        }
        return refusals;
    }

    /**
     * What speaks against a name that somebody chose for a new policy; empty when nothing does.
     * Policies that come from Kubernetes take their resource's name and are not asked.
     */
    public static List<Refusal> refusals(String newName) {
        if (CHOSEN.matcher(newName).matches()) {
            return List.of();
        }
        String better = newName.strip().replaceAll("[^A-Za-z0-9_.]+", "_");
        return List.of(
                new Refusal(
                        "wrong-name",
                        "/metadata/name",
                        "a name is 1 to 128 letters, digits, '_' and '.', without spaces",
                        better.isEmpty() || better.length() > 128
                                ? ""
                                : "Did you mean '" + better + "'?"));
    }
}
