package io.pratique.policy.cel;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.model.AdmissionReader;
import io.pratique.model.KubernetesReader;
import io.pratique.model.ReadResult;
import io.pratique.model.Workload;
import io.pratique.model.WorkloadReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs expressions for tests. */
final class Expressions {
    private Expressions() {}

    /** A workload of a JSON or YAML text. */
    static Workload workload(String text) {
        List<ReadResult> results = new ArrayList<>();
        new WorkloadReader(KubernetesReader.KNOWN_CUSTOM_KINDS)
                .read(Documents.first(Source.of("test", text)), 0, results::add);
        if (results.size() == 1
                && results.getFirst() instanceof ReadResult.Judgeable(Workload workload)) {
            return workload;
        }
        throw new IllegalArgumentException(results + " from " + text);
    }

    /** The workload that an AdmissionReview asks about. */
    static Workload ofReview(String text) {
        ReadResult result =
                new AdmissionReader(new KubernetesReader(KubernetesReader.KNOWN_CUSTOM_KINDS))
                        .read(Documents.first(Source.of("review", text)), 0)
                        .object()
                        .orElseThrow();
        return ((ReadResult.Judgeable) result).workload();
    }

    /** A pod that has a value of JSON as {@code object.x}. */
    static Workload holding(String json) {
        return workload(
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"x":%s,
                 "spec":{"containers":[{"name":"app","image":"nginx"}]}}
                """
                        .formatted(json));
    }

    static Program compile(String expression) {
        return new ExpressionCompiler()
                .compile("expression", expression, ExpressionCompiler.Result.ANY);
    }

    static Object value(String expression, Workload workload) {
        return new Evaluation(workload, HashValue.of(Map.of()), List.of()).run(compile(expression));
    }

    static Object value(String expression) {
        return value(expression, holding("{}"));
    }
}
