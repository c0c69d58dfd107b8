package io.pratique.policy;

import io.pratique.model.Container;
import io.pratique.model.ImageReference;
import io.pratique.model.Setting;
import io.pratique.model.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images of Pratique itself, which are excepted from the rules of every policy, so that none
 * locks out what enforces it; signature rules know no exception, and these none either. The images
 * are known by their digests and by nothing else, because anybody can give an image a name; a
 * digest can only name what was released, wherever it is pulled from. What they let pass appears in
 * {@link Decision#excepted} as {@link #EXCEPTION}.
 */
public final class OwnImages {
    /** The name of the exception. A dot in front of it is no part of a policy's own names. */
    public static final String EXCEPTION = "pratique.ownImages";

    private static final String RESOURCE = "own-images.txt";

    private final Set<String> digests;

    private OwnImages(Set<String> digests) {
        this.digests = Set.copyOf(digests);
    }

    /** No images at all. */
    public static OwnImages none() {
        return new OwnImages(Set.of());
    }

    /** The images of this release; none in a build that is no release. */
    public static OwnImages shipped() {
        return Shipped.IMAGES;
    }

    /**
     * The images of a list.
     *
     * @param lines {@code repository@digest}, where the repository is for people; empty lines and
     *     those that begin with {@code #} are left out
     * @throws IllegalArgumentException when a line is no reference with a digest; the message says
     *     which line, and what to write
     */
    public static OwnImages of(List<String> lines) {
        Set<String> digests = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                digests.add(digest(line, i + 1));
            }
        }
        return new OwnImages(digests);
    }

    private static String digest(String line, int number) {
        return switch (ImageReference.parse(line)) {
            case ImageReference.ParseResult.Valid(ImageReference image) ->
                    image.digest()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "line "
                                                    + number
                                                    + ": '"
                                                    + line
                                                    + "' has no digest, and a name alone can be given to any image. Write repository@sha256:…"));
            case ImageReference.ParseResult.Invalid invalid ->
                    throw new IllegalArgumentException(
                            "line "
                                    + number
                                    + ": '"
                                    + line
                                    + "' is no image reference: "
                                    + invalid.message()
                                    + ". Write repository@sha256:…");
        };
    }

    /** These and those: what is shipped, and the images of an operator's own build. */
    public OwnImages and(OwnImages others) {
        Set<String> both = new HashSet<>(digests);
        both.addAll(others.digests);
        return new OwnImages(both);
    }

    /** Whether a container, or every container of a workload when that is null, is one of them. */
    boolean covers(Workload workload, @Nullable Container container) {
        if (digests.isEmpty()) {
            return false;
        }
        if (container != null) {
            return covers(container);
        }
        List<Container> containers = workload.containers();
        for (int i = 0; i < containers.size(); i++) {
            if (!covers(containers.get(i))) {
                return false;
            }
        }
        return !containers.isEmpty();
    }

    private boolean covers(Container container) {
        return container.image() instanceof Setting.Of<ImageReference>(ImageReference image)
                && image.digest().filter(digests::contains).isPresent();
    }

    /** Read when it is asked for first: most workloads violate nothing. */
    private static final class Shipped {
        private static final OwnImages IMAGES = read();

        private Shipped() {}

        private static OwnImages read() {
            try (InputStream in = OwnImages.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException(RESOURCE + " is not in the jar");
                }
                return of(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
