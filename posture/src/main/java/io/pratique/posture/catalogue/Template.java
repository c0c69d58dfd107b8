package io.pratique.posture.catalogue;

import io.pratique.model.Severity;
import java.util.List;

/**
 * One template of the catalogue.
 *
 * @param cells the row of the list of templates, byte for byte, in the order of {@link Column}
 * @param description what is checked, in our words
 * @param rationale why it matters
 */
public record Template(
        List<String> cells,
        Severity severity,
        String description,
        String rationale,
        List<Parameter> parameters,
        Remediation remediation) {
    /** The columns of the list. */
    public enum Column {
        SEQ,
        SOURCE,
        NAME,
        RESOURCE,
        BENCHMARK,
        PCI,
        HIPAA,
        NIST,
        SLUG,
        CIS,
        EVIDENCE,
        RULE,
        SEVERITY,
        EQUIVALENTS,
        REMEDIATION,
        NOTES,
        SUBJECT,
        MODE,
        PLATFORM_BASIS,
        PARAMS,
        NAME_PLAIN
    }

    /** A cell as it stands in the list. */
    public String cell(Column column) {
        return cells.get(column.ordinal());
    }

    /** The stable id. */
    public String slug() {
        return cell(Column.SLUG);
    }

    /** The name byte for byte, no-break spaces and all. */
    public String name() {
        return cell(Column.NAME);
    }

    public String resource() {
        return cell(Column.RESOURCE);
    }

    public String benchmark() {
        return cell(Column.BENCHMARK);
    }

    @Override
    public String toString() {
        return slug();
    }
}
