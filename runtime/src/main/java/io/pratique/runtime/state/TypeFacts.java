package io.pratique.runtime.state;

import io.pratique.runtime.capture.EventLayouts;
import io.pratique.runtime.event.EventCategory;
import io.pratique.runtime.event.EventFlag;
import io.pratique.runtime.event.EventType;
import io.pratique.runtime.event.Parameter;
import io.pratique.runtime.event.ParameterType;
import org.jspecify.annotations.Nullable;

/** What is worked out once about a type of event. */
final class TypeFacts {
    final EventType type;
    final Action action;
    final int[] indexes;

    /** Where the result stands, or -1. */
    final int result;

    /** Where the descriptor stands that the call uses, or -1. */
    final int descriptor;

    final boolean createsDescriptor;
    final boolean usesDescriptor;
    final boolean hasDescriptor;
    final boolean reads;
    final boolean writes;
    final boolean isWaiting;
    final boolean isEnter;
    final boolean isMeta;

    /** Whether a thread that is not known is made up for it. */
    final boolean namesThread;

    final EventCategory category;
    final Text name;

    private TypeFacts(EventType type) {
        this.type = type;
        this.isEnter = type.isEnter();
        this.action = Action.of(type);
        this.indexes = action.indexes(type);
        this.result = isEnter ? -1 : resultOf(type);
        this.createsDescriptor = type.has(EventFlag.CREATES_FD);
        this.usesDescriptor = type.has(EventFlag.USES_FD);
        this.hasDescriptor = createsDescriptor || usesDescriptor || type.has(EventFlag.DESTROYS_FD);
        this.descriptor = usesDescriptor ? descriptorOf(type) : -1;
        this.reads = type.has(EventFlag.READS_FROM_FD);
        this.writes = type.has(EventFlag.WRITES_TO_FD);
        this.isWaiting = type.has(EventFlag.WAITS);
        this.isMeta =
                type.has(EventFlag.SKIPPARSERESET)
                        || switch (action) {
                            case CONTAINER,
                                    OLD_CONTAINER,
                                    ASYNC,
                                    USER_ADDED,
                                    USER_DELETED,
                                    GROUP_ADDED,
                                    GROUP_DELETED ->
                                    true;
                            default -> type.name().equals("pluginevent");
                        };
        this.namesThread =
                !isMeta
                        && action != Action.CLONE
                        && action != Action.EXIT
                        && !type.name().equals("switch");
        this.category = categoryOf(type);
        this.name = Text.of(type.name());
    }

    static TypeFacts[] all(EventLayouts layouts) {
        TypeFacts[] facts = new TypeFacts[layouts.size()];
        for (int i = 0; i < facts.length; i++) {
            facts[i] = new TypeFacts(layouts.type(i).orElseThrow());
        }
        return facts;
    }

    private static int resultOf(EventType type) {
        if (type.parameters().isEmpty()) {
            return -1;
        }
        Parameter first = type.parameters().getFirst();
        return switch (first.name()) {
            case "res", "fd" -> 0;
            default -> -1;
        };
    }

    private static int descriptorOf(EventType type) {
        int named = -1;
        for (int i = 0; i < type.parameters().size(); i++) {
            Parameter parameter = type.parameters().get(i);
            if (parameter.type() != ParameterType.FD) {
                continue;
            }
            boolean isResult = i == 0 && !type.isEnter();
            if (!isResult && named < 0) {
                named = i;
            }
            if (!isResult && parameter.name().equals("fd")) {
                return i;
            }
        }
        return named;
    }

    private static EventCategory categoryOf(EventType type) {
        @Nullable EventCategory found = null;
        for (EventCategory category : type.categories()) {
            switch (category) {
                case SYSCALL, TRACEPOINT, PLUGIN, METAEVENT -> {}
                default -> found = category;
            }
        }
        if (found != null) {
            return found;
        }
        return type.categories().contains(EventCategory.METAEVENT)
                ? EventCategory.METAEVENT
                : EventCategory.UNKNOWN;
    }
}
