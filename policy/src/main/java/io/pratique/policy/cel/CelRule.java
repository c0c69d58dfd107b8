package io.pratique.policy.cel;

import io.pratique.model.Severity;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Parameter;
import io.pratique.policy.rule.Parameter.Shape;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An expression that a workload must satisfy: for what no other rule type says. Must not name
 * dev.cel, which takes a quarter of a second to load.
 */
public final class CelRule implements RuleType {
    @Override
    public String id() {
        return "cel";
    }

    @Override
    public String description() {
        return "A workload does not satisfy an expression.";
    }

    @Override
    public Severity severity() {
        return Severity.MEDIUM;
    }

    @Override
    public Set<Target> targets() {
        return EnumSet.allOf(Target.class);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(
                        "expression",
                        Shape.TEXT,
                        true,
                        "",
                        List.of(),
                        List.of(),
                        "What must be true, in Kubernetes' dialect of CEL; false violates."),
                text(
                        "messageExpression",
                        "An expression of type string that says what is wrong; empty for none."),
                objects(
                        "variables",
                        List.of(
                                required("name", "As variables.NAME uses it."),
                                required("expression", "What it stands for.")),
                        "Parts of the expression, by name; later ones can use earlier ones."),
                objects(
                        "params",
                        List.of(
                                required("name", "As params.NAME uses it."),
                                text("value", "A text."),
                                new Parameter(
                                        "values",
                                        Shape.TEXTS,
                                        false,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        "A list of texts, in place of the text.")),
                        "Values that the expressions use as params.NAME."),
                text(
                        "fieldPath",
                        "The JSON pointer in the object that a violation points at; empty for the pod spec, or for the container definitions of a task."));
    }

    @Override
    public Check compile(Parameters parameters) {
        return CelCheck.of(parameters);
    }

    private static Parameter text(String name, String description) {
        return new Parameter(name, Shape.TEXT, false, "", List.of(), List.of(), description);
    }

    private static Parameter required(String name, String description) {
        return new Parameter(name, Shape.TEXT, true, "", List.of(), List.of(), description);
    }

    private static Parameter objects(String name, List<Parameter> fields, String description) {
        return new Parameter(name, Shape.OBJECTS, false, List.of(), List.of(), fields, description);
    }
}
