package io.pratique.benchmarks;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.model.Container;
import io.pratique.model.KubernetesReader;
import io.pratique.model.Location;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.policy.rule.Check;
import io.pratique.policy.rule.Facts;
import io.pratique.policy.rule.Findings;
import io.pratique.policy.rule.Fix;
import io.pratique.policy.rule.Parameters;
import io.pratique.policy.rule.RuleType;
import io.pratique.policy.rule.RuleTypes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One rule of type {@code cel} on one deployment of about 5 KB: our evaluation over the tape
 * against the library's two runtimes over plain maps, with and without making the maps. {@code
 * main} prints the ratios.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"})
public class CelBenchmark {
    private static final String EXPRESSION =
            "object.spec.template.spec.containers.all(c, has(c.securityContext)"
                    + " && c.securityContext.runAsNonRoot == true"
                    + " && c.image.startsWith('registry.example.com/'))"
                    + " && object.spec.replicas <= 10";

    private @Nullable Workload workload;
    private @Nullable Check check;
    private @Nullable Object plain;
    private @Nullable Program planner;
    private @Nullable Program legacy;

    /** Compiles the rule for all, and reads the deployment. */
    @Setup
    public void compile() throws CelValidationException, CelEvaluationException {
        workload = deployment();
        RuleType type = RuleTypes.of("cel").orElseThrow();
        check = type.compile(Parameters.of(type.parameters(), Map.of("expression", EXPRESSION)));
        plain = plain(root(workload));
        CelOptions options =
                CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
        CelAbstractSyntaxTree tree =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(options)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addVar("object", SimpleType.DYN)
                        .build()
                        .compile(EXPRESSION)
                        .getAst();
        planner =
                CelRuntimeFactory.plannerRuntimeBuilder()
                        .setOptions(options)
                        .build()
                        .createProgram(tree);
        legacy =
                CelRuntimeFactory.legacyCelRuntimeBuilder()
                        .setOptions(options)
                        .build()
                        .createProgram(tree);
        if (tape() || !plannerOverMaps() || !legacyOverMaps()) {
            throw new IllegalStateException("the deployment satisfies the expression");
        }
    }

    /** Our evaluation: false when the deployment satisfies the rule. */
    @Benchmark
    public boolean tape() {
        return present(check).judge(present(workload), Facts.at(Instant.EPOCH), Nothing.PROBE);
    }

    /** The library's newer runtime, over maps that stand ready. */
    @Benchmark
    public boolean plannerOverMaps() throws CelEvaluationException {
        return Boolean.TRUE.equals(present(planner).eval(Map.of("object", present(plain))));
    }

    /** The library's older runtime, over maps that stand ready. */
    @Benchmark
    public boolean legacyOverMaps() throws CelEvaluationException {
        return Boolean.TRUE.equals(present(legacy).eval(Map.of("object", present(plain))));
    }

    /** The library's older runtime, over maps that are made of the tape first. */
    @Benchmark
    public boolean legacyOverNewMaps() throws CelEvaluationException {
        return Boolean.TRUE.equals(
                present(legacy).eval(Map.of("object", plain(root(present(workload))))));
    }

    /** Runs all, and prints how many times faster the tape is. */
    public static void main(String... arguments) throws RunnerException {
        Map<String, Double> microseconds = new LinkedHashMap<>();
        for (RunResult result :
                new Runner(new OptionsBuilder().include(CelBenchmark.class.getSimpleName()).build())
                        .run()) {
            String name = result.getParams().getBenchmark();
            microseconds.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    result.getPrimaryResult().getScore());
        }
        double tape = microseconds.getOrDefault("tape", Double.NaN);
        microseconds.forEach((name, time) ->
                System.out.printf("%-20s %8.3f us  %6.1fx%n", name, time, time / tape));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("not set up");
        }
        return value;
    }

    private static Node root(Workload workload) {
        return workload.origin().document().orElseThrow().root();
    }

    private static Workload deployment() {
        StringBuilder containers = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            StringBuilder environment = new StringBuilder();
            for (int e = 0; e < 12; e++) {
                environment.append(
                        "%s{\"name\":\"SETTING_%d\",\"value\":\"the value of setting %d\"}"
                                .formatted(e == 0 ? "" : ",", e, e));
            }
            containers.append(
                    """
                    %s{"name":"c%d","image":"registry.example.com/shop/web:1.%d","env":[%s],
                     "resources":{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m"}},
                     "securityContext":{"runAsNonRoot":true,"allowPrivilegeEscalation":false}}
                    """
                            .formatted(i == 0 ? "" : ",", i, i, environment));
        }
        String text =
                """
                {"apiVersion":"apps/v1","kind":"Deployment",
                 "metadata":{"name":"web","namespace":"shop","labels":{"app":"web","team":"shop"}},
                 "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},
                  "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[%s]}}}}
                """
                        .formatted(containers);
        ReadResult result =
                new KubernetesReader(KubernetesReader.KNOWN_CUSTOM_KINDS)
                        .read(Documents.first(Source.of("deployment", text)), 0);
        return ((ReadResult.Judgeable) result).workload();
    }

    private static Object plain(Node node) {
        return switch (node.kind()) {
            case NULL -> NullValue.NULL_VALUE;
            case TRUE -> true;
            case FALSE -> false;
            case NUMBER -> Long.parseLong(node.text());
            case STRING, KEY -> node.text();
            case ARRAY -> node.elements().stream().map(CelBenchmark::plain).toList();
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (Map.Entry<String, Node> member : node.members()) {
                    map.put(member.getKey(), plain(member.getValue()));
                }
                yield map;
            }
        };
    }

    private enum Nothing implements Findings {
        PROBE;

        @Override
        public boolean violated(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                Object observed,
                String expected,
                Fix fix) {
            return true;
        }

        @Override
        public boolean unknown(
                Workload workload,
                @Nullable Container container,
                Supplier<Location> at,
                String reason,
                String remedy) {
            return true;
        }
    }
}
