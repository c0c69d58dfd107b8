package io.pratique.runtime.rule;

import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.runtime.event.EventSet;
import io.pratique.runtime.filter.Filter;
import io.pratique.runtime.language.Condition;
import io.pratique.runtime.output.AlertFormat;
import io.pratique.runtime.output.OutputFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rule, ready to be judged.
 *
 * @param id of managed ({@code PQ-…}) and custom ({@code CR-…}) rules; empty for others
 * @param file the name of the source that defined it last
 * @param conditionText as put together: with what was appended and its exceptions, but with the
 *     names of lists and macros
 * @param condition with lists and macros put in
 * @param eventTypes those that can make the condition true. The engine adds asynchronous events and
 *     those of plugins by itself
 * @param captureDuration in milliseconds; 0 when the rule does not say
 * @param userFields texts that alerts carry; fields in them are printed
 * @param extra values of the keys that {@link LoadOptions#extraKeys} allows
 */
public record DetectionRule(
        String name,
        String id,
        String description,
        String file,
        Position position,
        String conditionText,
        Condition condition,
        Filter filter,
        EventSet eventTypes,
        OutputFormat output,
        Priority priority,
        String source,
        boolean enabled,
        Set<String> tags,
        List<String> exceptionNames,
        boolean capture,
        long captureDuration,
        RuleAction action,
        Map<String, OutputFormat> userFields,
        Map<String, Node> extra) {
    public DetectionRule {
        exceptionNames = List.copyOf(exceptionNames);
    }

    /** This rule, enabled. */
    public DetectionRule switchedOn() {
        return enabled
                ? this
                : new DetectionRule(
                        name,
                        id,
                        description,
                        file,
                        position,
                        conditionText,
                        condition,
                        filter,
                        eventTypes,
                        output,
                        priority,
                        source,
                        true,
                        tags,
                        exceptionNames,
                        capture,
                        captureDuration,
                        action,
                        userFields,
                        extra);
    }

    /** The alert that this rule gives when it fires. */
    public AlertFormat alert() {
        return new AlertFormat(
                name,
                id,
                action.word(),
                priority.word(),
                source,
                List.copyOf(tags),
                output,
                userFields);
    }
}
