package io.pratique.policy.cel;

import io.pratique.document.Document;
import io.pratique.document.Pointers;
import io.pratique.model.Attribute;
import io.pratique.model.Location;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import io.pratique.policy.rule.InvalidParameters;
import io.pratique.policy.rule.Parameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A rule of type {@code cel}, compiled. Immutable and safe for several threads. */
final class CelCheck implements Check {
    private static final int MAX_VARIABLES = 50;
    private static final int MAX_SHOWN = 160;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private final Program expression;
    private final Optional<Program> message;
    private final List<Program> variables;
    private final MapValue params;
    private final String fieldPath;
    private final String expected;

    private CelCheck(
            Program expression,
            Optional<Program> message,
            List<Program> variables,
            MapValue params,
            String fieldPath) {
        this.expression = expression;
        this.message = message;
        this.variables = List.copyOf(variables);
        this.params = params;
        this.fieldPath = fieldPath;
        String line = expression.source().strip().replaceAll("\\s+", " ");
        this.expected =
                "true for "
                        + (line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line);
    }

    /**
     * Compiles a rule.
     *
     * @throws InvalidParameters with the parameter, and the line and column in it
     */
    static CelCheck of(Parameters parameters) {
        String fieldPath = parameters.text("fieldPath");
        if (!fieldPath.isEmpty() && !fieldPath.startsWith("/")) {
            throw new InvalidParameters(
                    "fieldPath",
                    "'" + fieldPath + "' is no JSON pointer",
                    "Write it as in /spec/replicas.");
        }
        ExpressionCompiler compiler = new ExpressionCompiler();
        List<Program> variables = variables(parameters.objects("variables"), compiler);
        Program expression =
                compiler.compile(
                        "expression",
                        parameters.text("expression"),
                        ExpressionCompiler.Result.FLAG);
        String message = parameters.text("messageExpression");
        Optional<Program> compiledMessage =
                message.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                compiler.compile(
                                        "messageExpression",
                                        message,
                                        ExpressionCompiler.Result.TEXT));
        return new CelCheck(
                expression,
                compiledMessage,
                variables,
                params(parameters.objects("params")),
                fieldPath);
    }

    private static List<Program> variables(List<Parameters> written, ExpressionCompiler compiler) {
        if (written.size() > MAX_VARIABLES) {
            throw new InvalidParameters(
                    "variables",
                    "there are more than " + MAX_VARIABLES + " variables",
                    "Join some of them.");
        }
        List<Program> variables = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Parameters variable : written) {
            String place = "variables/" + variables.size();
            String name = name(variable, place, names);
            variables.add(
                    compiler.variable(name, place + "/expression", variable.text("expression")));
        }
        return variables;
    }

    private static String name(Parameters object, String place, Set<String> names) {
        String name = object.text("name");
        if (!NAME.matcher(name).matches()) {
            throw new InvalidParameters(
                    place + "/name",
                    "'" + name + "' cannot be a name here",
                    "Use letters, digits and _, and start with a letter.");
        }
        if (!names.add(name)) {
            throw new InvalidParameters(
                    place + "/name",
                    "the name '" + name + "' comes twice",
                    "Give one of them another name.");
        }
        return name;
    }

    private static MapValue params(List<Parameters> written) {
        Map<Object, Object> params = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Parameters param : written) {
            String name = name(param, "params/" + params.size(), names);
            List<String> values = param.texts("values");
            params.put(name, values.isEmpty() ? param.text("value") : ArrayValue.of(values));
        }
        return HashValue.of(params);
    }

    @Override
    public boolean judge(Workload workload, Facts facts, Findings out) {
        Evaluation at = new Evaluation(workload, params, variables);
        try {
            Object value = at.run(expression);
            if (Boolean.TRUE.equals(value)) {
                return false;
            }
            if (Boolean.FALSE.equals(value)) {
                return out.violated(
                        workload,
                        null,
                        () -> location(workload),
                        new Observed(this, workload, at),
                        expected,
                        Fix.MANUAL);
            }
            return out.unknown(
                    workload,
                    null,
                    () -> location(workload),
                    "unknown (cel-error: the expression gives "
                            + Values.typeName(value)
                            + " and no bool)",
                    "Compare it with something, as in … == true.");
        } catch (EvaluationFailed failed) {
            return unknown(workload, failed.in(expression), out);
        } catch (CostExceeded exceeded) {
            return out.unknown(
                    workload,
                    null,
                    () -> location(workload),
                    String.format(
                            Locale.ROOT,
                            "unknown (cel-cost-limit: the expression costs more than %,d units)",
                            exceeded.limit()),
                    "Write a cheaper expression: nest fewer macros, and look at fewer elements.");
        }
    }

    private boolean unknown(Workload workload, EvaluationFailed failed, Findings out) {
        return out.unknown(
                workload,
                null,
                () -> location(workload),
                "unknown ("
                        + (failed.isUnresolved()
                                ? failed.message()
                                : failed.reason().code()
                                        + " at "
                                        + failed.place()
                                        + ": "
                                        + failed.message())
                        + ")",
                failed.remedy().isEmpty()
                        ? "Change the expression so that it has a value for this object."
                        : failed.remedy());
    }

    private Location location(Workload workload) {
        String path = fieldPath.isEmpty() ? "" : fieldPath.substring(1);
        return switch (workload.platform()) {
            case KUBERNETES ->
                    path.isEmpty()
                            ? workload.locate(Attribute.CONTAINER, 0)
                            : workload.origin().locateInObject(path);
            case ECS -> workload.origin().locate(path.isEmpty() ? "containerDefinitions" : path);
        };
    }

    /** What stands there, computed only when it is shown. */
    private record Observed(CelCheck check, Workload workload, Evaluation at) {
        @Override
        public String toString() {
            Optional<String> message = check.message.flatMap(this::message);
            return message.orElseGet(() -> check.fieldPath.isEmpty() ? "false" : field());
        }

        /** As for Kubernetes: a message that fails, is empty or has several lines is no message. */
        private Optional<String> message(Program program) {
            try {
                return at.run(program) instanceof String text
                                && !text.isBlank()
                                && text.strip().indexOf('\n') < 0
                        ? Optional.of(text.strip())
                        : Optional.empty();
            } catch (EvaluationFailed | CostExceeded _) {
                return Optional.empty();
            }
        }

        private String field() {
            Optional<Document> document = workload.origin().document();
            if (document.isEmpty()) {
                return "false";
            }
            Document tree = document.get();
            int node = Evaluation.objectNode(tree, workload);
            for (String step : Pointers.steps(check.fieldPath)) {
                node = child(tree, node, step);
                if (node < 0) {
                    return "not set";
                }
            }
            try {
                return Values.shown(new TapeValues(tree, false).value(node));
            } catch (EvaluationFailed failed) {
                return failed.message();
            }
        }

        private static int child(Document tree, int node, String step) {
            if (!tree.isArray(node)) {
                return tree.member(node, step);
            }
            boolean index = !step.isEmpty() && step.length() < 9;
            for (int i = 0; i < step.length(); i++) {
                index &= step.charAt(i) >= '0' && step.charAt(i) <= '9';
            }
            int wanted = index ? Integer.parseInt(step) : -1;
            if (wanted < 0 || wanted >= tree.count(node)) {
                return -1;
            }
            int element = tree.first(node);
            for (int i = 0; i < wanted; i++) {
                element = tree.next(element);
            }
            return element;
        }
    }
}
