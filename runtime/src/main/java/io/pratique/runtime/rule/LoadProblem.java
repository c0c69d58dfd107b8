package io.pratique.runtime.rule;

import io.pratique.document.Position;
import java.util.List;

/**
 * An error or a warning.
 *
 * @param message a sentence without its full stop, that quotes what is wrong
 * @param hint what to write instead, a sentence; empty when the message says it all
 * @param locations from the file to the value; never empty
 * @param snippet the line of the last location and a caret under the place
 */
public record LoadProblem(
        LoadCode code, String message, String hint, List<LoadLocation> locations, String snippet) {
    public LoadProblem {
        locations = List.copyOf(locations);
    }

    public String file() {
        return locations.getLast().file();
    }

    public Position position() {
        return locations.getLast().position();
    }
}
