package io.pratique.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The paths of sources as other programs want them: below the folder that the program was started
 * in, with slashes.
 */
final class RelativePaths {
    private final Path folder;

    /**
     * @param folder the working directory
     */
    RelativePaths(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * A path below the folder as a relative one; any other as an absolute one. Standard input is
     * {@code stdin}.
     */
    String of(String path) {
        if (path.equals("-")) {
            return "stdin";
        }
        try {
            Path absolute = folder.resolve(path).normalize();
            Path shown = absolute.startsWith(folder) ? folder.relativize(absolute) : absolute;
            return shown.toString().replace('\\', '/');
        } catch (InvalidPathException _) {
            return path;
        }
    }

    /**
     * As a URI reference (RFC 3986): relative below the folder, otherwise with the scheme {@code
     * file}.
     */
    String uri(String path) {
        String relative = of(path);
        String encoded = encode(relative);
        if (relative.startsWith("/")) {
            return "file://" + encoded;
        }
        // A colon in the first step would be read as the end of a scheme.
        int slash = encoded.indexOf('/');
        int colon = encoded.indexOf(':');
        return colon >= 0 && (slash < 0 || colon < slash) ? "./" + encoded : encoded;
    }

    private static String encode(String path) {
        StringBuilder out = new StringBuilder(path.length() + 8);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || "-._~/!$&'()*+,;=:@".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }
}
