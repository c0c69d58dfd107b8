package io.pratique.runtime.correlation;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.field.FieldType;
import io.pratique.runtime.filter.ExpressionReaders;
import io.pratique.runtime.filter.FieldReader;
import io.pratique.runtime.filter.FieldSource;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.filter.Value;
import io.pratique.runtime.filter.ValueText;
import io.pratique.runtime.output.OutputFormat;
import io.pratique.runtime.rule.DetectionRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads, for a detection, the fields that correlations and suppressions ask for. Belongs to the
 * thread of its source, and is used while the event is the current one.
 */
public final class OccurrenceReader {
    private final CorrelationFiles.Result asked;
    private final FieldSource source;
    private final FilterChecker checker;
    private final Map<String, List<Reader>> byRule = new HashMap<>();
    private final Map<String, Reader> byField = new HashMap<>();

    private record Reader(String field, FieldType type, FieldReader reader, Value value) {}

    public OccurrenceReader(CorrelationFiles.Result asked, FieldSource source) {
        this.asked = asked;
        this.source = source;
        this.checker = new FilterChecker(FieldCatalogue.standard(), EventTable.standard());
    }

    /** The detection of a rule on the current event. */
    public Occurrence read(DetectionRule rule, long time) {
        Map<String, String> fields = new HashMap<>();
        for (Reader reader : byRule.computeIfAbsent(rule.name(), _ -> readers(rule))) {
            if (reader.reader().read(reader.value())) {
                fields.put(reader.field(), ValueText.of(reader.value(), reader.type()));
            }
        }
        return new Occurrence(rule.name(), rule.id(), time, fields);
    }

    private List<Reader> readers(DetectionRule rule) {
        Occurrence probe = new Occurrence(rule.name(), rule.id(), 0, Map.of());
        Set<String> fields = new LinkedHashSet<>();
        for (CorrelationRule correlation : asked.correlations()) {
            for (String reference : correlation.rules()) {
                if (probe.isOf(reference)) {
                    for (String part : correlation.groupBy()) {
                        fields.add(correlation.fieldOf(part, reference));
                    }
                    if (!correlation.field().isEmpty()) {
                        fields.add(correlation.fieldOf(correlation.field(), reference));
                    }
                }
            }
        }
        for (Suppression suppression : asked.suppressions()) {
            if (suppression.rules().isEmpty()
                    || suppression.rules().stream().anyMatch(probe::isOf)) {
                fields.addAll(suppression.where().keySet());
                fields.addAll(suppression.groupBy());
            }
        }
        List<Reader> readers = new ArrayList<>();
        for (String field : fields) {
            readers.add(byField.computeIfAbsent(field, this::reader));
        }
        return readers;
    }

    private Reader reader(String field) {
        OutputFormat.Part.Token token =
                OutputFormat.parse("%" + field, checker).tokens().getFirst();
        return new Reader(
                field,
                token.expression().type(),
                ExpressionReaders.reader(token.expression(), source),
                new Value());
    }
}
