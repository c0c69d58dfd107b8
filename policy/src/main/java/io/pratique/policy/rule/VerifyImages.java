package io.pratique.policy.rule;

import io.pratique.model.Attribute;
import io.pratique.model.Container;
import io.pratique.model.ImageReference;
import io.pratique.model.Severity;
import io.pratique.model.Workload;
import io.pratique.policy.match.TextMatcher;
import io.pratique.policy.match.TextOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An image is not signed by whom the policy demands. */
final class VerifyImages implements RuleType {
    private static final String ALL_OF = "allOf";
    private static final String ANY_OF = "anyOf";
    private static final String CONDITIONS = "conditions";
    private static final SignatureFact VERIFIED = new SignatureFact.Verified();

    @Override
    public String id() {
        return "verifyImages";
    }

    @Override
    public String description() {
        return "An image is not signed by those whom the policy trusts: anybody may have made it.";
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public Set<Target> targets() {
        return Target.everywhere();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.texts(
                        ALL_OF,
                        List.of(),
                        "The names of attestors who all must have signed the image."),
                Parameter.texts(
                        ANY_OF,
                        List.of(),
                        "The names of attestors of whom one must have signed the image. With allOf beside it, both must hold; one of the two must be written."),
                Parameter.objects(
                        CONDITIONS,
                        List.of(
                                Parameter.choice(
                                                "type",
                                                "match",
                                                List.of("match", "exclude"),
                                                "Whether the rule is for images that fulfil the condition, or is not.")
                                        .mustBeWritten(),
                                Parameter.choice(
                                                "part",
                                                "registry",
                                                List.of("registry", "repository"),
                                                "The part of the image reference that is compared: ghcr.io or team/app of ghcr.io/team/app.")
                                        .mustBeWritten(),
                                Parameter.choice(
                                                "operator",
                                                TextOperator.EQUALS.id(),
                                                TextConditions.OPERATORS,
                                                "How it is compared.")
                                        .mustBeWritten(),
                                Parameter.texts("values", List.of(), "What it is compared with.")
                                        .mustBeWritten()),
                        "The images that the rule is for: those that fulfil every 'match' and no 'exclude'; every image when none is written, as an image that nobody thought of should not slip through."));
    }

    private record Condition(boolean registry, TextMatcher matcher) {
        boolean holds(ImageReference image) {
            return registry ? ImageText.registry(matcher, image) : ImageText.name(matcher, image);
        }
    }

    @Override
    public Check compile(Parameters parameters) {
        List<String> allOf = parameters.texts(ALL_OF);
        List<String> anyOf = parameters.texts(ANY_OF);
        if (allOf.isEmpty() && anyOf.isEmpty()) {
            throw new InvalidParameters(
                    ANY_OF,
                    "the rule names no attestor",
                    "Write anyOf or allOf with the names of attestors.");
        }
        List<Condition> matches = new ArrayList<>();
        List<Condition> excludes = new ArrayList<>();
        List<Parameters> conditions = parameters.objects(CONDITIONS);
        for (int i = 0; i < conditions.size(); i++) {
            Parameters condition = conditions.get(i);
            boolean registry = condition.text("part").equals("registry");
            String operator = condition.text("operator");
            List<String> values = condition.texts("values");
            (condition.text("type").equals("match") ? matches : excludes)
                    .add(
                            new Condition(
                                    registry,
                                    TextConditions.compile(
                                            CONDITIONS + "/" + i + "/values",
                                            operator,
                                            registry
                                                    ? ImageText.hosts(operator, values)
                                                    : values)));
        }
        String expected = expected(allOf, anyOf);
        return new EachImage((workload, container, image, facts, out) ->
                inScope(image, matches, excludes)
                        && judge(workload, container, image, facts, allOf, anyOf, expected, out));
    }

    private static String expected(List<String> allOf, List<String> anyOf) {
        String all = allOf.isEmpty() ? "" : "signed by " + String.join(" and ", allOf);
        String any = anyOf.isEmpty() ? "" : "signed by " + String.join(" or ", anyOf);
        return all.isEmpty() || any.isEmpty() ? all + any : all + ", and " + any;
    }

    private static boolean inScope(
            ImageReference image, List<Condition> matches, List<Condition> excludes) {
        for (int i = 0; i < excludes.size(); i++) {
            if (excludes.get(i).holds(image)) {
                return false;
            }
        }
        for (int i = 0; i < matches.size(); i++) {
            if (!matches.get(i).holds(image)) {
                return false;
            }
        }
        return true;
    }

    /** A signature that is missing for sure counts more than one that could not be checked. */
    private static boolean judge(
            Workload workload,
            Container container,
            ImageReference image,
            Facts facts,
            List<String> allOf,
            List<String> anyOf,
            String expected,
            Findings out) {
        SignatureFact all = all(image, facts, allOf);
        SignatureFact any = any(image, facts, anyOf);
        SignatureFact worst = all instanceof SignatureFact.Rejected ? all : worse(any, all);
        return switch (worst) {
            case SignatureFact.Verified _ -> false;
            case SignatureFact.Rejected(String reason) ->
                    out.violated(
                            workload, container, Attribute.IMAGE, 0, reason, expected, Fix.MANUAL);
            case SignatureFact.Unknown(String reason, String remedy) ->
                    out.unknown(
                            workload, container, EachImage.at(workload, container), reason, remedy);
        };
    }

    private static SignatureFact worse(SignatureFact one, SignatureFact other) {
        return one instanceof SignatureFact.Verified ? other : one;
    }

    private static SignatureFact all(ImageReference image, Facts facts, List<String> attestors) {
        SignatureFact worst = VERIFIED;
        for (int i = 0; i < attestors.size(); i++) {
            SignatureFact fact = facts.signature(image, attestors.get(i));
            if (fact instanceof SignatureFact.Rejected) {
                return fact;
            }
            worst = worse(worst, fact);
        }
        return worst;
    }

    private static SignatureFact any(ImageReference image, Facts facts, List<String> attestors) {
        SignatureFact best = VERIFIED;
        for (int i = 0; i < attestors.size(); i++) {
            SignatureFact fact = facts.signature(image, attestors.get(i));
            if (fact instanceof SignatureFact.Verified) {
                return fact;
            }
            best = best instanceof SignatureFact.Unknown ? best : fact;
        }
        return best;
    }
}
