package io.pratique.model;

import io.pratique.document.Document;
import java.util.List;

/** Says what a document seems to be that nothing can be judged of, and what to judge instead. */
final class Lookalike {
    private record Shape(String hint, List<String> keys) {
        Shape(String hint, String... keys) {
            this(hint, List.of(keys));
        }

        boolean fits(Document d, int object) {
            for (String key : keys) {
                if (d.member(object, key) < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Shape> SHAPES =
            List.of(
                    new Shape(
                            "This is the kind of file that Terraform stores: judge what 'terraform show -json' prints.",
                            "lineage",
                            "terraform_version"),
                    new Shape(
                            "This looks like the Chart.yaml of a Helm chart: judge what 'helm template' makes of the chart.",
                            "apiVersion",
                            "name",
                            "version"),
                    new Shape(
                            "This looks like a Compose file: judge what is deployed of it.",
                            "services"),
                    new Shape(
                            "This looks like a task without containers: a task definition has containerDefinitions.",
                            "family"),
                    new Shape(
                            "This looks like a template without Type in its resources: AWS::ECS::TaskDefinition is judged.",
                            "Resources"),
                    new Shape(
                            "A Kubernetes object says its kind beside its apiVersion: write kind.",
                            "apiVersion"),
                    new Shape(
                            "This looks like a kustomization: judge what 'kustomize build' makes of it.",
                            "resources"),
                    new Shape(
                            "This looks like a kustomization: judge what 'kustomize build' makes of it.",
                            "patches"),
                    new Shape(
                            "This looks like a pod spec: write apiVersion, kind and metadata around it.",
                            "containers"),
                    new Shape(
                            "A Kubernetes object says apiVersion and kind beside its spec.",
                            "spec"));

    private Lookalike() {}

    static String hint(Document d, int object) {
        for (Shape shape : SHAPES) {
            if (shape.fits(d, object)) {
                return shape.hint();
            }
        }
        return "A Kubernetes object has apiVersion and kind; a task definition has containerDefinitions.";
    }
}
