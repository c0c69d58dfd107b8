package io.pratique.runtime.language;

import java.util.List;

/** Operators with a right side. */
public enum Operator {
    LESS_OR_EQUAL("<=", Shape.NUMBER),
    LESS("<", Shape.NUMBER),
    GREATER_OR_EQUAL(">=", Shape.NUMBER),
    GREATER(">", Shape.NUMBER),
    EQUAL("=", Shape.TEXT),
    NOT_EQUAL("!=", Shape.TEXT),
    GLOB("glob", Shape.TEXT),
    /** As {@link #GLOB}, ignoring ASCII case. */
    IGLOB("iglob", Shape.TEXT),
    CONTAINS("contains", Shape.TEXT),
    /** As {@link #CONTAINS}, ignoring ASCII case. */
    ICONTAINS("icontains", Shape.TEXT),
    /** The right side is hexadecimal and means bytes. */
    BCONTAINS("bcontains", Shape.TEXT),
    STARTSWITH("startswith", Shape.TEXT),
    /** The right side is hexadecimal and means bytes. */
    BSTARTSWITH("bstartswith", Shape.TEXT),
    ENDSWITH("endswith", Shape.TEXT),
    REGEX("regex", Shape.TEXT),
    INTERSECTS("intersects", Shape.LIST),
    IN("in", Shape.LIST),
    PMATCH("pmatch", Shape.LIST);

    /** What may follow an operator. */
    public enum Shape {
        NUMBER,
        TEXT,
        LIST
    }

    private final String word;
    private final Shape shape;

    Operator(String word, Shape shape) {
        this.word = word;
        this.shape = shape;
    }

    /** As conditions write it. */
    public String word() {
        return word;
    }

    public Shape shape() {
        return shape;
    }

    /** Every word that can follow a field, {@code exists} and {@code ==} included. */
    public static List<String> words() {
        return List.of(
                "exists",
                "<=",
                "<",
                ">=",
                ">",
                "==",
                "=",
                "!=",
                "glob",
                "iglob",
                "contains",
                "icontains",
                "bcontains",
                "startswith",
                "bstartswith",
                "endswith",
                "regex",
                "intersects",
                "in",
                "pmatch");
    }
}
