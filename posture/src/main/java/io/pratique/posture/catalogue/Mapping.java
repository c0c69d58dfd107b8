package io.pratique.posture.catalogue;

/**
 * A requirement of a framework and a template that speaks to it.
 *
 * @param framework {@code cis-docker}, {@code hipaa}, {@code nist-800-53}, {@code pci-dss}, {@code
 *     soc2} or {@code iso-27001}
 * @param relation {@code implements} or {@code supports}
 * @param source {@code seed}, {@code AWS}, {@code anchor} or {@code ours}
 */
public record Mapping(
        String framework,
        String version,
        String requirement,
        String slug,
        String relation,
        String source) {}
