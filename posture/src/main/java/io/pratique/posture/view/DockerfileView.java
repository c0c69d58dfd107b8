package io.pratique.posture.view;

import io.pratique.posture.evidence.Missing;
import io.pratique.posture.evidence.Reason;
import io.pratique.posture.evidence.Subject;
import io.pratique.posture.evidence.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Dockerfile. */
public final class DockerfileView {
    private final Subject subject;
    private final Value doc;

    DockerfileView(Subject subject) {
        this.subject = subject;
        this.doc = Value.of(subject, false);
    }

    public Subject subject() {
        return subject;
    }

    public Value doc() {
        return doc;
    }

    public Optional<Missing> unread() {
        Value stages = doc.get("stages");
        return stages.elements().isEmpty()
                ? stages.unknown()
                        .or(() ->
                                Optional.of(
                                        new Missing(
                                                Reason.PARSE_ERROR,
                                                "the stages of " + subject.id())))
                : stages.unknownInside();
    }

    /** The stages in their order. */
    public List<Value> stages() {
        return doc.get("stages").elements();
    }

    /** The instructions of all stages with that name, those of ONBUILD left out. */
    public List<Value> instructions(String name) {
        List<Value> found = new ArrayList<>();
        for (Value stage : stages()) {
            for (Value instruction : stage.get("instructions").elements()) {
                if (instruction.get("instruction").text().equalsIgnoreCase(name)
                        && !instruction.get("onbuild").isTrue()) {
                    found.add(instruction);
                }
            }
        }
        return found;
    }

    /**
     * The last instruction with that name in the stage that is built, or in the stages it is built
     * from.
     */
    public Optional<Value> last(String name) {
        List<Value> stages = stages();
        int at = stages.size() - 1;
        String target = doc.get("target").text();
        for (int i = 0; i < stages.size() && !target.isEmpty(); i++) {
            if (stages.get(i).get("name").text().equalsIgnoreCase(target)) {
                at = i;
            }
        }
        while (at >= 0) {
            Value stage = stages.get(at);
            Optional<Value> found = Optional.empty();
            for (Value instruction : stage.get("instructions").elements()) {
                if (instruction.get("instruction").text().equalsIgnoreCase(name)
                        && !instruction.get("onbuild").isTrue()) {
                    found = Optional.of(instruction);
                }
            }
            if (found.isPresent()) {
                return found;
            }
            at = parent(stages, at);
        }
        return Optional.empty();
    }

    private static int parent(List<Value> stages, int at) {
        String from = stages.get(at).get("from").text();
        for (int i = at - 1; i >= 0; i--) {
            if (stages.get(i).get("name").text().equalsIgnoreCase(from) && !from.isEmpty()) {
                return i;
            }
        }
        return -1;
    }
}
