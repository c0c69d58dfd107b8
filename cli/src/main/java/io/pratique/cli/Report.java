package io.pratique.cli;

/** Writes outcomes as they come, and a summary at the end. */
interface Report {
    void add(Outcome outcome);

    void end(Summary summary);
}
