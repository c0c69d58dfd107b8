package io.pratique.posture.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tables with tabs between cells that lie beside the classes; the first line holds the heads. */
final class Table {
    private Table() {}

    /** The bytes of a resource of this module. */
    static byte[] bytes(String name) {
        try (InputStream in = Table.class.getResourceAsStream("/io/pratique/posture/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the module lacks its resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<List<String>> rows(String name, int columns) {
        String text = new String(bytes(name), StandardCharsets.UTF_8);
        List<List<String>> rows = new ArrayList<>();
        boolean head = true;
        for (String line : text.split("\n", -1)) {
            if (!head && !line.isEmpty()) {
                List<String> cells = List.of(line.split("\t", -1));
                if (cells.size() != columns) {
                    throw new IllegalStateException(
                            name + " has a row of " + cells.size() + " cells: " + line);
                }
                rows.add(cells);
            }
            head = false;
        }
        return rows;
    }
}
