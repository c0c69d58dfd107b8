package io.pratique.policy.cel;

/** A variable that every expression has. */
enum Input {
    /** The whole object: the manifest, or the task definition. */
    OBJECT("object"),
    /** What it was before; null, as at a creation. */
    OLD_OBJECT("oldObject"),
    /** The request of the admission; null when there is none. */
    REQUEST("request"),
    /** What the rule sets as parameters, by name. */
    PARAMS("params"),
    /** Ours: the pod spec, wherever it is in the object. */
    POD_SPEC("podSpec"),
    /** Ours: the containers of every role, in one list. */
    CONTAINERS("containers"),
    /** Ours: the task definition of ECS, which is {@code object} there. */
    TASK("task");

    private final String variable;

    Input(String variable) {
        this.variable = variable;
    }

    /** Its name in expressions. */
    String variable() {
        return variable;
    }
}
