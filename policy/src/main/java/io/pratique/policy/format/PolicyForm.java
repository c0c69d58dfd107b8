package io.pratique.policy.format;

import static io.pratique.policy.format.Form.optional;
import static io.pratique.policy.format.Form.required;

import io.pratique.model.LaunchType;
import io.pratique.model.Platform;
import io.pratique.model.Severity;
import io.pratique.policy.Action;
import io.pratique.policy.Mitigation;
import io.pratique.policy.PolicyException.ImagePart;
import io.pratique.policy.WhenUnknown;
import io.pratique.policy.match.TextOperator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The form of a SecurityPolicy document, field by field: the one source of its reading, its JSON
 * Schema and its page.
 */
final class PolicyForm {
    static final String API_VERSION = "pratique.io/v1";
    static final String KIND = "SecurityPolicy";

    /**
     * Letters, digits, dot and underscore; a policy that comes from Kubernetes may have dashes, as
     * its resource does.
     */
    static final String NAME = "[A-Za-z0-9_.]{1,128}";

    private static final Form.Type TEXT = new Form.Type.Text("", "a text");
    private static final Form.Type TEXTS = new Form.Type.Texts();
    private static final Form.Type FLAG = new Form.Type.Flag();

    static final Form IMAGE_CONDITION =
            new Form(
                    "image condition",
                    List.of(
                            required(
                                    "part",
                                    choice(
                                            Arrays.stream(ImagePart.values())
                                                    .map(PolicyForm::id)
                                                    .toList()),
                                    "The part of the image reference that is compared."),
                            required(
                                    "operator",
                                    choice(
                                            Arrays.stream(TextOperator.values())
                                                    .map(TextOperator::id)
                                                    .toList()),
                                    "How it is compared."),
                            required(
                                    "values",
                                    TEXTS,
                                    "What it is compared with. Positive operators hold when any value does, negative ones when all do.")));

    static final Form EXCEPTION =
            new Form(
                    "exception",
                    List.of(
                            required("name", name(), "Unique in the policy."),
                            optional(
                                    "rules",
                                    TEXTS,
                                    "The ids or types of the rules it covers; without it, all."),
                            optional(
                                    "namespaces",
                                    TEXTS,
                                    "Names or globs of namespaces; without it, all."),
                            optional(
                                    "workloads",
                                    TEXTS,
                                    "Names or globs of workloads, as name or Kind/name; without it, all."),
                            optional(
                                    "containers",
                                    TEXTS,
                                    "Names or globs of containers; without it, all."),
                            optional(
                                    "images",
                                    new Form.Type.Many(IMAGE_CONDITION),
                                    "Conditions on the image; all must hold."),
                            optional(
                                    "values",
                                    TEXTS,
                                    "Globs for the value that violates, such as NET_ADMIN; without it, every value."),
                            optional("reason", TEXT, "Why it is right."),
                            optional("owner", TEXT, "Who answers for it."),
                            optional("ticket", TEXT, "Where it was agreed."),
                            optional(
                                    "expires",
                                    new Form.Type.Date(),
                                    "The last day on which it holds, in UTC; without it, it never ends.")));

    static final Form RULE =
            new Form(
                    "rule",
                    List.of(
                            required(
                                    "type",
                                    new Form.Type.RuleTypeId(),
                                    "What is judged; 'pratique policy rules' lists the types."),
                            optional(
                                    "id",
                                    new Form.Type.Text(
                                            "[A-Za-z0-9_.-]{1,128}",
                                            "letters, digits, '_', '.' and '-'"),
                                    "A name of its own; without it the type, with -2, -3… for further rules of one type."),
                            optional(
                                    "parameters",
                                    new Form.Type.RuleParameters(),
                                    "The parameters of the type."),
                            optional(
                                    "action",
                                    choice(Arrays.stream(Action.values()).map(Action::id).toList()),
                                    "What happens at deployment; log when not written, so that a new rule breaks nothing."),
                            optional(
                                    "mitigation",
                                    choice(
                                            Arrays.stream(Mitigation.values())
                                                    .map(Mitigation::id)
                                                    .toList()),
                                    "What happens to a running workload (Kubernetes only); without it, running workloads are not judged by this rule."),
                            optional(
                                    "namespaces",
                                    TEXTS,
                                    "Names or globs of namespaces where it holds (Kubernetes only); without it, everywhere."),
                            optional(
                                    "severity",
                                    choice(
                                            Arrays.stream(Severity.values())
                                                    .map(Severity::id)
                                                    .toList()),
                                    "How bad a violation is; without it, as its type says."),
                            optional(
                                    "message",
                                    TEXT,
                                    "What people are told; without it, the type's description."),
                            optional(
                                    "whenUnknown",
                                    choice(
                                            Arrays.stream(WhenUnknown.values())
                                                    .map(WhenUnknown::id)
                                                    .toList()),
                                    "What happens with what cannot be judged, such as a value computed at deployment; report when not written: it is neither passed nor failed."),
                            optional(
                                    "enabled",
                                    FLAG,
                                    "False switches it off; in a namespaced definition also what it would inherit.")));

    static final Form SIGNATURE =
            new Form(
                    "signature rule",
                    List.of(
                            optional(
                                    "id",
                                    new Form.Type.Text(
                                            "[A-Za-z0-9_.-]{1,128}",
                                            "letters, digits, '_', '.' and '-'"),
                                    "A name of its own; without it verifyImages, with -2, -3… for further ones."),
                            required(
                                    "parameters",
                                    new Form.Type.RuleParameters(),
                                    "The parameters of verifyImages: attestors and conditions."),
                            optional(
                                    "action",
                                    choice(Arrays.stream(Action.values()).map(Action::id).toList()),
                                    "What happens at deployment; log when not written."),
                            optional(
                                    "namespaces",
                                    TEXTS,
                                    "Names or globs of namespaces where it holds."),
                            optional(
                                    "severity",
                                    choice(
                                            Arrays.stream(Severity.values())
                                                    .map(Severity::id)
                                                    .toList()),
                                    "How bad a violation is."),
                            optional("message", TEXT, "What people are told."),
                            optional(
                                    "whenUnknown",
                                    choice(
                                            Arrays.stream(WhenUnknown.values())
                                                    .map(WhenUnknown::id)
                                                    .toList()),
                                    "What happens when a signature cannot be checked.")));

    static final Form DEFINITION =
            new Form(
                    "namespaced definition",
                    List.of(
                            required("name", name(), "Unique in the policy."),
                            required(
                                    "namespaces",
                                    TEXTS,
                                    "Names or globs of the namespaces it is for."),
                            optional(
                                    "rules",
                                    new Form.Type.Many(RULE),
                                    "Rules that replace those of the policy that have the same types."),
                            optional(
                                    "exceptions",
                                    new Form.Type.Many(EXCEPTION),
                                    "Exceptions, beside those of the policy.")));

    static final Form SPEC =
            new Form(
                    "policy",
                    List.of(
                            required(
                                    "platform",
                                    choice(
                                            Arrays.stream(Platform.values())
                                                    .map(Platform::id)
                                                    .toList()),
                                    "Where it holds; never changes."),
                            optional(
                                    "launchTypes",
                                    new Form.Type.Choices(
                                            Arrays.stream(LaunchType.values())
                                                    .map(LaunchType::name)
                                                    .toList()),
                                    "The launch types an ECS policy is for; without it, all."),
                            optional("description", TEXT, "What it is for."),
                            optional(
                                    "telemetry",
                                    FLAG,
                                    "Whether its decisions become events; true when not written."),
                            optional("rules", new Form.Type.Many(RULE), "What is judged."),
                            optional(
                                    "exceptions",
                                    new Form.Type.Many(EXCEPTION),
                                    "What passes all the same."),
                            optional(
                                    "signatures",
                                    new Form.Type.Many(SIGNATURE),
                                    "Which images must be signed by whom; exceptions never apply to these."),
                            optional(
                                    "rulesets",
                                    TEXTS,
                                    "The runtime rulesets that go with it, by their names."),
                            optional(
                                    "namespaced",
                                    new Form.Type.Many(DEFINITION),
                                    "What differs in some namespaces (Kubernetes only).")));

    static final Form METADATA =
            new Form(
                    "metadata",
                    List.of(
                            required(
                                    "name",
                                    new Form.Type.Text(
                                            "[A-Za-z0-9_.-]{1,253}",
                                            "letters, digits, '_' and '.', without spaces"),
                                    "Unique; never changes. (A Kubernetes resource may have dashes in its name.)"),
                            optional(
                                    "labels",
                                    new Form.Type.Free("an object"),
                                    "As on every Kubernetes resource."),
                            optional(
                                    "annotations",
                                    new Form.Type.Free("an object"),
                                    "As on every Kubernetes resource."),
                            optional("uid", TEXT, "Given by Kubernetes."),
                            optional("resourceVersion", TEXT, "Given by Kubernetes."),
                            optional(
                                    "generation",
                                    new Form.Type.Free("a number"),
                                    "Given by Kubernetes."),
                            optional("creationTimestamp", TEXT, "Given by Kubernetes."),
                            optional(
                                    "managedFields",
                                    new Form.Type.Free("a list"),
                                    "Given by Kubernetes."),
                            optional(
                                    "ownerReferences",
                                    new Form.Type.Free("a list"),
                                    "Given by Kubernetes."),
                            optional("finalizers", TEXTS, "Given by Kubernetes.")));

    static final Form DOCUMENT = resource(KIND, SPEC, "The policy.");

    private PolicyForm() {}

    /** The form of a whole document of one of our kinds. */
    static Form resource(String kind, Form spec, String description) {
        return new Form(
                kind,
                List.of(
                        required(
                                "apiVersion",
                                choice(List.of(API_VERSION)),
                                "The version of this form."),
                        required("kind", choice(List.of(kind)), "What the document is."),
                        required("metadata", new Form.Type.One(METADATA), "Its name."),
                        required("spec", new Form.Type.One(spec), description),
                        optional(
                                "status",
                                new Form.Type.Free("an object"),
                                "Written by the cluster.")));
    }

    private static Form.Type choice(List<String> words) {
        return new Form.Type.Choice(words);
    }

    private static Form.Type name() {
        return new Form.Type.Text(NAME.replace("]{", "-]{"), "letters, digits, '_', '.' and '-'");
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
