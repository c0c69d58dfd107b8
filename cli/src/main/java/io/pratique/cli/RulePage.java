package io.pratique.cli;

/** Where a rule type is documented. */
final class RulePage {
    /** Where the project is at home. */
    static final String SITE = "https://pratique.io/";

    private RulePage() {}

    /** The page as a path below the project's folder. */
    static String path(String type) {
        return "docs/rules/" + type + ".md";
    }

    /** The page as a URI, for formats that take nothing else. */
    static String uri(String type) {
        return SITE + "docs/rules/" + type;
    }
}
