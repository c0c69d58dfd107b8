package io.pratique.posture.catalogue;

/** How to fix it, by the way the owner works; a form that does not exist for it is empty. */
public record Remediation(
        String summary, String console, String cli, String cloudFormation, String terraform) {}
