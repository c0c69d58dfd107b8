package io.pratique.policy.cel;

import java.util.List;

/**
 * A comprehension: what the macros all, exists, map, filter… become.
 *
 * @param collectsList whether the accumulator starts as an empty list, which then grows in place
 * @param second the slot of a second loop variable, or -1
 * @param offset the place of the range
 */
record Loop(
        Step range,
        Step init,
        boolean collectsList,
        boolean collectsMap,
        int accumulator,
        int first,
        int second,
        Step condition,
        Step step,
        Step result,
        int offset)
        implements Step {
    @Override
    public Object value(Evaluation at) {
        at.charge(1);
        Object over = range.value(at);
        Object start =
                collectsList
                        ? ArrayValue.growing()
                        : collectsMap ? HashValue.growing() : init.value(at);
        at.setLocal(accumulator, start);
        switch (over) {
            case ListValue list -> {
                for (int i = 0; i < list.size(); i++) {
                    Object element = Values.element(list, i);
                    at.setLocal(first, second < 0 ? element : (Object) (long) i);
                    if (second >= 0) {
                        at.setLocal(second, element);
                    }
                    if (!turn(at)) {
                        break;
                    }
                }
            }
            case MapValue map -> {
                List<Object> keys = map.keys();
                for (Object key : keys) {
                    at.setLocal(first, key);
                    if (second >= 0) {
                        at.setLocal(second, Values.member(map, key));
                    }
                    if (!turn(at)) {
                        break;
                    }
                }
            }
            default ->
                    throw EvaluationFailed.error(
                                    "a macro goes over lists and maps, not over "
                                            + Values.typeName(over))
                            .at(offset);
        }
        Object value = result.value(at);
        if (value instanceof ArrayValue list) {
            list.finish();
        } else if (value instanceof HashValue map) {
            map.finish();
        }
        return value;
    }

    /** One turn; false when the loop ends. */
    private boolean turn(Evaluation at) {
        at.charge(1);
        if (Boolean.FALSE.equals(condition.value(at))) {
            return false;
        }
        Object next;
        try {
            next = step.value(at);
        } catch (EvaluationFailed failed) {
            next = failed;
        }
        at.setLocal(accumulator, next);
        // What has failed to collect fails for good; all and exists may still be decided.
        return !(next instanceof EvaluationFailed && (collectsList || collectsMap));
    }
}
