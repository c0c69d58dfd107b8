package io.pratique.cli;

import io.pratique.document.Document;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Nearest;
import io.pratique.document.Node;
import io.pratique.document.Position;
import io.pratique.document.Source;
import io.pratique.policy.Presets;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.format.Problem;
import io.pratique.policy.format.Resource;
import io.pratique.policy.format.ResourceReader;
import io.pratique.policy.trend.TrendReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns what people write behind {@code --policy} into policies: names of presets, files (of ours
 * or of Trend's, with several documents or lists), folders, and {@code -} for standard input.
 */
final class PolicyFiles {
    /** How many folders deep a folder is read. */
    private static final int DEPTH = 32;

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final InputStream standardInput;
    private final LocalDate today;

    /**
     * @param today in UTC: exceptions that ended before it are warned about
     */
    PolicyFiles(InputStream standardInput, LocalDate today) {
        this.standardInput = standardInput;
        this.today = today;
    }

    /**
     * A document that is a policy, an attestor or a ruleset.
     *
     * @param line where it starts, from 1; 0 for a preset
     * @param imported true when it was a resource of Trend's
     */
    record Found(String path, int line, Resource resource, boolean imported) {}

    /** What some references stand for, and what is wrong and odd with it. */
    record Loaded(List<Found> found, List<Fault> faults) {
        Loaded {
            found = List.copyOf(found);
            faults = List.copyOf(faults);
        }

        boolean isValid() {
            return faults.stream().noneMatch(Fault::isError);
        }

        /** The policies among what was found. */
        List<SecurityPolicy> policies() {
            List<SecurityPolicy> policies = new ArrayList<>();
            for (Found one : found) {
                if (one.resource() instanceof Resource.OfPolicy(SecurityPolicy policy)) {
                    policies.add(policy);
                }
            }
            return List.copyOf(policies);
        }
    }

    /**
     * The policies of some references.
     *
     * @throws UsageException when one is neither a file nor a preset
     * @throws InvalidPolicies when one cannot be read, or they hold no policy
     */
    Loaded policies(List<String> references) {
        Loaded loaded = load(references);
        List<Fault> faults = new ArrayList<>(loaded.faults());
        if (loaded.isValid() && loaded.policies().isEmpty()) {
            faults.add(
                    Fault.ofFile(
                            String.join(", ", references),
                            "no-policy",
                            "there is no policy in it",
                            "A policy has apiVersion: pratique.io/v1 and kind: SecurityPolicy."));
        }
        if (faults.stream().anyMatch(Fault::isError)) {
            throw new InvalidPolicies(faults);
        }
        return loaded;
    }

    /**
     * Everything that some references stand for; what is wrong with it is in the result.
     *
     * @throws UsageException when one is neither a file nor a preset
     */
    Loaded load(List<String> references) {
        List<Found> found = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String reference : new LinkedHashSet<>(references)) {
            reference(reference, found, faults);
        }
        refuseTwins(found, faults);
        return new Loaded(found, faults);
    }

    private void reference(String reference, List<Found> found, List<Fault> faults) {
        Optional<SecurityPolicy> preset = Presets.of(reference);
        if (preset.isPresent()) {
            found.add(new Found(reference, 0, new Resource.OfPolicy(preset.get()), false));
            return;
        }
        if (reference.equals("-")) {
            standardInput(found, faults);
            return;
        }
        Path path = path(reference);
        if (!Files.exists(path)) {
            throw noSuchPolicy(reference);
        }
        if (!Files.isDirectory(path)) {
            file(path, false, found, faults);
            return;
        }
        List<Path> files = files(path, faults);
        if (files.isEmpty()) {
            faults.add(
                    Fault.ofFile(
                            reference,
                            "no-policy",
                            "the folder has no .yaml, .yml or .json file",
                            "Name the folder in which the policies are."));
        }
        for (Path file : files) {
            file(file, true, found, faults);
        }
    }

    private static Path path(String reference) {
        try {
            return Path.of(reference);
        } catch (InvalidPathException _) {
            throw noSuchPolicy(reference);
        }
    }

    private static UsageException noSuchPolicy(String reference) {
        String near = Nearest.hint(reference, Presets.names());
        return new UsageException(
                "there is no file, folder or preset '" + reference + "'",
                near.isEmpty()
                        ? "Presets are "
                                + String.join(", ", PolicyPresetsCommand.unversioned())
                                + "."
                        : near,
                "");
    }

    /** The files of a folder that could be policies, by name; cases for them are none. */
    private static List<Path> files(Path folder, List<Fault> faults) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(PolicyFiles::isPolicyFile).forEach(files::add);
        } catch (IOException | UncheckedIOException e) {
            boolean loop =
                    e instanceof UncheckedIOException unchecked
                            && unchecked.getCause() instanceof FileSystemLoopException;
            faults.add(
                    Fault.ofFile(
                            folder.toString(),
                            loop ? "link-loop" : "unreadable",
                            loop
                                    ? "a link in the folder leads back to a folder above it"
                                    : "the folder cannot be read: " + e.getMessage(),
                            ""));
        }
        files.sort(null);
        return files;
    }

    private static boolean isPolicyFile(Path file) {
        Path fileName = file.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        return ENDINGS.stream()
                        .anyMatch(
                                ending -> name.endsWith(ending) && !name.endsWith(".test" + ending))
                && Files.isRegularFile(file);
    }

    private void standardInput(List<Found> found, List<Fault> faults) {
        try {
            byte[] bytes = standardInput.readNBytes(Source.MAX_BYTES + 1);
            source(Source.of("-", bytes), false, found, faults);
        } catch (IOException e) {
            faults.add(Fault.ofFile("-", "unreadable", "cannot be read: " + e.getMessage(), ""));
        } catch (InvalidDocument e) {
            faults.add(Fault.of("-", e));
        }
    }

    private void file(Path file, boolean inFolder, List<Found> found, List<Fault> faults) {
        String name = file.toString();
        try {
            if (Files.size(file) > Source.MAX_BYTES) {
                faults.add(
                        Fault.ofFile(
                                name,
                                InvalidDocument.Code.TOO_LARGE.id(),
                                "the file is larger than " + (Source.MAX_BYTES >> 20) + " MiB",
                                "A policy is never that large: is it the right file?"));
                return;
            }
            source(Source.of(name, Files.readAllBytes(file)), inFolder, found, faults);
        } catch (IOException e) {
            faults.add(Fault.ofFile(name, "unreadable", "cannot be read: " + e.getMessage(), ""));
        } catch (InvalidDocument e) {
            faults.add(Fault.of(name, e));
        }
    }

    private void source(Source source, boolean inFolder, List<Found> found, List<Fault> faults) {
        int before = found.size() + faults.size();
        switch (Documents.formatOf(source)) {
            case YAML -> Documents.yaml(source, slice -> slice(slice, inFolder, found, faults));
            case JSON ->
                    Documents.json(
                            source,
                            new Documents.JsonParts() {
                                @Override
                                public void item(Documents.Slice slice) {
                                    slice(slice, inFolder, found, faults);
                                }

                                @Override
                                public void document(Document document, boolean itemsGiven) {
                                    if (!itemsGiven) {
                                        node(document.root(), inFolder, found, faults);
                                    }
                                }
                            });
        }
        if (found.size() + faults.size() == before && !inFolder) {
            faults.add(
                    Fault.ofFile(
                            source.name(),
                            "no-policy",
                            "there is no document in it",
                            "A policy has apiVersion: pratique.io/v1 and kind: SecurityPolicy."));
        }
    }

    private void slice(
            Documents.Slice slice, boolean inFolder, List<Found> found, List<Fault> faults) {
        try {
            node(slice.read().root(), inFolder, found, faults);
        } catch (InvalidDocument e) {
            faults.add(Fault.of(slice.source().name(), e));
        }
    }

    private void node(Node root, boolean inFolder, List<Found> found, List<Fault> faults) {
        String path = root.document().source().name();
        if (root.isNull()) {
            return;
        }
        boolean list =
                root.textOf("kind").filter(kind -> kind.endsWith("List")).isPresent()
                        && root.get("items").filter(Node::isArray).isPresent();
        if (root.isArray() || list) {
            List<Node> items =
                    root.isArray() ? root.elements() : root.get("items").orElse(root).elements();
            items.forEach(item -> node(item, inFolder, found, faults));
            return;
        }
        boolean trend = TrendReader.recognises(root);
        if (inFolder && !trend && !ResourceReader.recognises(root)) {
            faults.add(
                    new Fault(
                            path,
                            new Problem(
                                    Problem.Severity.WARNING,
                                    "not-a-policy",
                                    root.position(),
                                    root.pointer(),
                                    "this is no policy, and was left out",
                                    "")));
            return;
        }
        ResourceReader.Reading reading =
                trend ? TrendReader.read(root, today) : ResourceReader.read(root, today);
        reading.resource()
                .ifPresent(resource ->
                        found.add(new Found(path, root.position().line(), resource, trend)));
        reading.problems().forEach(problem -> faults.add(new Fault(path, problem)));
    }

    /** Names are how everything else refers to a policy, so no two may have the same. */
    private static void refuseTwins(List<Found> found, List<Fault> faults) {
        Map<String, Found> first = new LinkedHashMap<>();
        for (Found one : found) {
            Found other =
                    first.putIfAbsent(one.resource().kind() + " " + one.resource().name(), one);
            if (other != null) {
                faults.add(
                        new Fault(
                                one.path(),
                                new Problem(
                                        Problem.Severity.ERROR,
                                        "duplicate-name",
                                        new Position(one.line(), 1),
                                        "/metadata/name",
                                        "there is another "
                                                + one.resource().kind()
                                                + " '"
                                                + one.resource().name()
                                                + "', at "
                                                + other.path()
                                                + (other.line() > 0 ? ":" + other.line() : ""),
                                        "Give one of them another name.")));
            }
        }
    }
}
