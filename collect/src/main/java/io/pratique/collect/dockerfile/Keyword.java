package io.pratique.collect.dockerfile;

import java.util.Optional;

/** The instructions of a Dockerfile, as the Dockerfile reference lists them. */
public enum Keyword {
    ADD,
    ARG,
    CMD,
    COPY,
    ENTRYPOINT,
    ENV,
    EXPOSE,
    FROM,
    HEALTHCHECK,
    LABEL,
    MAINTAINER,
    ONBUILD,
    RUN,
    SHELL,
    STOPSIGNAL,
    USER,
    VOLUME,
    WORKDIR;

    /** The keyword that a word is, in any letter case. */
    static Optional<Keyword> of(String word) {
        for (Keyword keyword : values()) {
            if (keyword.name().equalsIgnoreCase(word)) {
                return Optional.of(keyword);
            }
        }
        return Optional.empty();
    }

    /** True for instructions that the builder, and not the shell, fills variables into. */
    boolean substitutes() {
        return switch (this) {
            case ADD, COPY, ENV, EXPOSE, FROM, LABEL, STOPSIGNAL, USER, VOLUME, WORKDIR, ARG ->
                    true;
            case CMD, ENTRYPOINT, HEALTHCHECK, MAINTAINER, ONBUILD, RUN, SHELL -> false;
        };
    }

    boolean flags() {
        return this == FROM || this == HEALTHCHECK || heredocs();
    }

    boolean pairs() {
        return this == ARG || this == ENV || this == LABEL;
    }

    boolean heredocs() {
        return this == ADD || this == COPY || this == RUN;
    }
}
