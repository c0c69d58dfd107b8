package io.pratique.runtime.field;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Names of ports. They ship with the program, so a rule means the same on every host. */
final class Services {
    private static final Map<String, Integer> PORTS = load("services.tsv");

    private Services() {}

    /** The port of a service, or -1. */
    static int port(String name) {
        return PORTS.getOrDefault(name, -1);
    }

    private static Map<String, Integer> load(String resource) {
        Map<String, Integer> ports = new HashMap<>();
        try (InputStream in = Services.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    int tab = line.indexOf('\t');
                    ports.put(line.substring(0, tab), Integer.parseInt(line.substring(tab + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(ports);
    }
}
