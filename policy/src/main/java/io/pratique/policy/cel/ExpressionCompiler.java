package io.pratique.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import io.pratique.policy.rule.InvalidParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Compiles the expressions of a rule. Loading this class loads dev.cel and the protocol buffers:
 * only a policy with a rule of this type does.
 */
final class ExpressionCompiler {
    /** In code points. */
    static final int MAX_LENGTH = 10_000;

    private static final int MAX_PARSE_DEPTH = 100;
    private static final int MAX_NODES = 20_000;

    /** Each doubles what the checker sees of what stands before it. */
    private static final int MAX_OPTIONAL_MAPS = 8;

    private static final Pattern OPTIONAL_MAP = Pattern.compile("\\boptMap|\\boptFlatMap");

    /** The type an expression must have. */
    enum Result {
        FLAG("bool", "Compare it with something, as in … == true."),
        TEXT("string", "Convert it with string(…)."),
        ANY("", "");

        private final String type;
        private final String remedy;

        Result(String type, String remedy) {
            this.type = type;
            this.remedy = remedy;
        }

        boolean allows(CelType found) {
            return this == ANY || found.name().equals(type);
        }
    }

    private static final CelCompiler BASE = base();

    private CelCompiler compiler = BASE;
    private final Map<String, Integer> variables = new HashMap<>();

    private static CelCompiler base() {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(
                                CelOptions.current()
                                        .enableHeterogeneousNumericComparisons(true)
                                        .enableHiddenAccumulatorVar(true)
                                        .enableQuotedIdentifierSyntax(true)
                                        .maxExpressionCodePointSize(MAX_LENGTH)
                                        .maxParseRecursionDepth(MAX_PARSE_DEPTH)
                                        .maxParseExpressionNodeCount(MAX_NODES)
                                        .build())
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addLibraries(CelExtensions.optional(), CelExtensions.comprehensions())
                        .addFunctionDeclarations(Declarations.all());
        for (Input input : Input.values()) {
            builder.addVar(
                    input.variable(),
                    switch (input) {
                        case PARAMS -> MapType.create(SimpleType.STRING, SimpleType.DYN);
                        case OBJECT, OLD_OBJECT, REQUEST, POD_SPEC, CONTAINERS, TASK ->
                                SimpleType.DYN;
                    });
        }
        for (CelType type : Declarations.types()) {
            builder.addVar(type.name(), TypeType.create(type));
        }
        return builder.build();
    }

    /**
     * Compiles a variable, which later expressions can use as {@code variables.name}.
     *
     * @param place of the expression below the rule's parameters
     */
    Program variable(String name, String place, String source) {
        CelAbstractSyntaxTree tree = check("variables." + name, place, source, Result.ANY);
        Program program = plan("variables." + name, place, source, tree);
        compiler =
                compiler.toCompilerBuilder()
                        .addVar("variables." + name, tree.getResultType())
                        .build();
        variables.put(name, variables.size());
        return program;
    }

    /**
     * Compiles an expression.
     *
     * @param name of the parameter
     * @throws InvalidParameters with the line and column of what is wrong
     */
    Program compile(String name, String source, Result result) {
        return plan(name, name, source, check(name, name, source, result));
    }

    private CelAbstractSyntaxTree check(String name, String place, String source, Result result) {
        if (source.isBlank()) {
            throw invalid(place, source, 0, "the expression is empty", "Write one.");
        }
        if (source.codePointCount(0, source.length()) > MAX_LENGTH) {
            throw invalid(
                    place,
                    source,
                    0,
                    "the expression is longer than " + MAX_LENGTH + " characters",
                    "Move parts of it to 'variables'.");
        }
        if (OPTIONAL_MAP.matcher(source).results().count() > MAX_OPTIONAL_MAPS) {
            throw invalid(
                    place,
                    source,
                    0,
                    "the expression has more than " + MAX_OPTIONAL_MAPS + " optMap and optFlatMap",
                    "Move some of them to 'variables'.");
        }
        CelAbstractSyntaxTree tree;
        try {
            CelValidationResult parsed = compiler.parse(source);
            if (parsed.hasError()) {
                throw invalid(place, source, parsed.getErrors());
            }
            CelValidationResult checked = compiler.check(parsed.getAst());
            if (checked.hasError()) {
                throw invalid(place, source, checked.getErrors());
            }
            tree = checked.getAst();
        } catch (CelValidationException e) {
            throw invalid(place, source, e.getErrors());
        }
        CelType type = tree.getResultType();
        if (!result.allows(type)) {
            throw invalid(
                    place,
                    source,
                    0,
                    "'" + name + "' must give " + result.type + ", and gives " + type.name(),
                    result.remedy);
        }
        return tree;
    }

    private Program plan(String name, String place, String source, CelAbstractSyntaxTree tree) {
        Planner planner = new Planner(tree, variables);
        try {
            Step step = planner.plan();
            return new Program(name, source, step, planner.locals());
        } catch (Planner.Refused e) {
            throw invalid(place, source, e.offset(), String.valueOf(e.getMessage()), e.hint());
        }
    }

    private static InvalidParameters invalid(
            String place, String source, int offset, String message, String hint) {
        return Snippet.at(source, offset).invalid(place, message, hint);
    }

    private InvalidParameters invalid(String place, String source, List<CelIssue> issues) {
        CelIssue first = issues.getFirst();
        String message =
                first.getMessage()
                        .replaceAll(" \\(in container '[^']*'\\)", "")
                        .replaceAll("\\s+", " ")
                        .trim();
        String more = issues.size() > 1 ? " (and " + (issues.size() - 1) + " more)" : "";
        return Snippet.at(
                        source,
                        first.getSourceLocation().getLine(),
                        first.getSourceLocation().getColumn())
                .invalid(place, message + more, hint(message));
    }

    private String hint(String message) {
        if (!message.startsWith("undeclared reference")) {
            return message.startsWith("found no matching overload")
                    ? "Convert one side, as in string(x), int(x) or dyn(x)."
                    : "";
        }
        if (message.contains("'namespaceObject'") || message.contains("'authorizer'")) {
            return "It is known to the API server only.";
        }
        if (message.contains("'self'")) {
            return "The workload is 'object'.";
        }
        List<String> names = new ArrayList<>();
        for (Input input : Input.values()) {
            names.add(input.variable());
        }
        variables.keySet().stream().sorted().forEach(name -> names.add("variables." + name));
        return "The variables here are "
                + String.join(", ", names)
                + "; docs/rules/cel.md lists the functions.";
    }
}
