package io.pratique.policy.cel;

import io.pratique.document.Document;
import io.pratique.model.AdmissionReader;
import io.pratique.model.Container;
import io.pratique.model.Platform;
import io.pratique.model.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a rule's expressions on one workload: the values of their variables, and what it
 * costs. For one thread.
 *
 * <p>Costs are counted as Kubernetes counts them: about a unit for every value that is looked at, a
 * tenth for every character that is compared or copied, 10 for a list and 30 for a map that is
 * made.
 */
final class Evaluation {
    /** What an expression may cost: the limit of Kubernetes. */
    static final long EXPRESSION_LIMIT = 1_000_000;

    /** What all expressions of a rule may cost together: the limit of Kubernetes. */
    static final long RULE_LIMIT = 10_000_000;

    /** A text or list of this size is not made longer, in characters or elements. */
    static final int MAX_LENGTH = 4 << 20;

    private static final Object[] NO_LOCALS = new Object[0];

    private final @Nullable Workload subject;
    private final Object params;
    private final List<Program> variables;
    private final @Nullable Object[] values;
    private final Map<Input, Object> inputs = new EnumMap<>(Input.class);
    private @Nullable TapeValues tape;
    private Object[] locals = NO_LOCALS;
    private long left = EXPRESSION_LIMIT;
    private long leftForRule = RULE_LIMIT;

    /**
     * @param params the value of {@code params}
     * @param variables the programs of {@code variables}, in their order
     */
    Evaluation(Workload workload, Object params, List<Program> variables) {
        this.subject = workload;
        this.params = params;
        this.variables = variables;
        this.values = new Object[variables.size()];
    }

    private Evaluation() {
        this.subject = null;
        this.params = Null.NULL;
        this.variables = List.of();
        this.values = new Object[0];
    }

    /** For expressions without variables. */
    static Evaluation ofConstants() {
        return new Evaluation();
    }

    /**
     * Counts what a step costs.
     *
     * @throws CostExceeded when it is too much
     */
    void charge(long units) {
        left -= units;
        leftForRule -= units;
        if (left < 0) {
            throw new CostExceeded(EXPRESSION_LIMIT);
        }
        if (leftForRule < 0) {
            throw new CostExceeded(RULE_LIMIT);
        }
    }

    /** Counts a look at some characters or bytes. */
    void chargeCharacters(long characters) {
        charge(characters / 10);
    }

    /** The cost of the expression that runs, in units. */
    long cost() {
        return EXPRESSION_LIMIT - left;
    }

    /** Runs a program with a limit of its own. */
    Object run(Program program) {
        Object[] outerLocals = locals;
        long outerLeft = left;
        left = EXPRESSION_LIMIT;
        locals = program.locals() == 0 ? NO_LOCALS : new Object[program.locals()];
        try {
            return program.step().value(this);
        } finally {
            locals = outerLocals;
            left = outerLeft;
        }
    }

    Object local(int slot) {
        Object value = locals[slot];
        if (value instanceof EvaluationFailed failed) {
            throw failed;
        }
        return value;
    }

    /** Sets a local variable to a value, or to the reason why it has none. */
    void setLocal(int slot, Object valueOrFailure) {
        locals[slot] = valueOrFailure;
    }

    /** The value of {@code variables.x}, computed when it is asked for first. */
    Object variable(int index) {
        Object value = values[index];
        if (value == null) {
            Program program = variables.get(index);
            try {
                value = run(program);
            } catch (EvaluationFailed failed) {
                // Its place is one in another expression.
                value = failed.in(program);
            }
            values[index] = value;
        }
        if (value instanceof EvaluationFailed failed) {
            throw failed;
        }
        return value;
    }

    private Workload workload() {
        if (subject == null) {
            throw new IllegalStateException("constants have no variables");
        }
        return subject;
    }

    Object input(Input input) {
        Object value = inputs.get(input);
        if (value == null) {
            value =
                    switch (input) {
                        case OBJECT ->
                                workload().platform() == Platform.ECS
                                        ? taskDefinition()
                                        : tape().value(workload().origin().node());
                        case OLD_OBJECT -> request("oldObject");
                        case REQUEST -> request("");
                        case PARAMS -> params;
                        case POD_SPEC -> podSpec();
                        case CONTAINERS -> containers();
                        case TASK -> {
                            if (workload().platform() != Platform.ECS) {
                                throw EvaluationFailed.error(
                                        "there is no 'task' on Kubernetes", "Use 'podSpec'.");
                            }
                            yield taskDefinition();
                        }
                    };
            inputs.put(input, value);
        }
        return value;
    }

    private TapeValues tape() {
        TapeValues values = tape;
        if (values == null) {
            Optional<Document> document = workload().origin().document();
            if (document.isEmpty()) {
                throw EvaluationFailed.unresolved("the object itself is not at hand any more");
            }
            values = new TapeValues(document.get(), workload().platform() == Platform.ECS);
            tape = values;
        }
        return values;
    }

    /** The task definition, in an answer of DescribeTaskDefinition or bare. */
    private Object taskDefinition() {
        int node = objectNode(tape().document(), workload());
        if (node < 0) {
            throw EvaluationFailed.unresolved(
                    "the task definition is a template's and not written as the ECS API writes it");
        }
        return tape().value(node);
    }

    /**
     * The node that is {@code object} in expressions, or -1 when none is: in a template or a plan.
     */
    static int objectNode(Document document, Workload workload) {
        int object = workload.origin().node();
        if (workload.platform() == Platform.KUBERNETES
                || document.member(object, "containerDefinitions") >= 0) {
            return object;
        }
        int inner = document.member(object, "taskDefinition");
        return inner >= 0 && document.member(inner, "containerDefinitions") >= 0 ? inner : -1;
    }

    /** A member of the request of an AdmissionReview, or the request itself; null for none. */
    private Object request(String member) {
        Document document = tape().document();
        int review = workload().origin().base();
        int request =
                AdmissionReader.recognises(document, review)
                        ? document.member(review, "request")
                        : -1;
        int node = request < 0 || member.isEmpty() ? request : document.member(request, member);
        return node < 0 ? Null.NULL : tape().value(node);
    }

    private Object podSpec() {
        if (workload().platform() == Platform.ECS) {
            throw EvaluationFailed.error("there is no 'podSpec' on ECS", "Use 'task'.");
        }
        return tape().value(podSpecNode());
    }

    private int podSpecNode() {
        Document document = tape().document();
        int object = workload().origin().node();
        List<String> path =
                switch (workload().identity().kind()) {
                    case "Pod" -> List.of("spec");
                    case "PodTemplate" -> List.of("template", "spec");
                    case "CronJob" -> List.of("spec", "jobTemplate", "spec", "template", "spec");
                    default -> List.of("spec", "template", "spec");
                };
        int node = object;
        for (String key : path) {
            node = node < 0 ? node : document.member(node, key);
        }
        if (node >= 0 && document.member(node, "containers") >= 0) {
            return node;
        }
        // A kind that somebody configured: its reader knows the place.
        String pointer = workload().locate(io.pratique.model.Attribute.CONTAINER, 0).pointer();
        return document.deepest(document.pointer(workload().origin().base()) + pointer);
    }

    /** The containers in the order of the workload, read where each stands. */
    private Object containers() {
        Object holder = workload().platform() == Platform.ECS ? taskDefinition() : podSpec();
        List<Object> all = new ArrayList<>();
        if (holder instanceof MapValue map) {
            String last = "";
            for (Container container : workload().containers()) {
                String place = container.place();
                String list = place.substring(0, Math.max(place.indexOf('/'), 0));
                if (!list.equals(last) && map.find(list) instanceof ListValue found) {
                    last = list;
                    all.addAll(Values.elements(this, found));
                }
            }
        }
        return ArrayValue.of(all);
    }
}
