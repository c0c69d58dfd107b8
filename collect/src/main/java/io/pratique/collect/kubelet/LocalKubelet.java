package io.pratique.collect.kubelet;

import io.pratique.collect.Coverage;
import io.pratique.collect.Evidence;
import io.pratique.collect.Facts;
import io.pratique.collect.Gathering;
import io.pratique.collect.HostFiles;
import io.pratique.collect.Redaction;
import io.pratique.collect.Value;
import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Position;
import io.pratique.document.Source;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a kubelet was started with: its command line, and the files that names. The result is
 * a {@code k8s.node} (docs/evidence.md).
 */
public final class LocalKubelet {
    private static final String SOURCE = "kubelet-config";
    private static final int LIMIT = 4 << 20;
    private static final int DEEPEST = 8;

    /** The node, and what became of each file. */
    public record Found(Evidence.Subject subject, List<Coverage.Entry> entries) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    private final HostFiles files;

    public LocalKubelet(HostFiles files) {
        this.files = files;
    }

    /**
     * Reads one.
     *
     * @param words its command line
     * @param folder the one it works in, for relative paths
     * @param host the id of the node when no flag names it
     */
    public Found read(List<String> words, String folder, String host, Redaction redaction) {
        return read(words, folder, host, Optional.empty(), redaction);
    }

    /**
     * Reads one of a known version.
     *
     * @param version as the node tells it: {@code v1.36.2}
     */
    public Found read(
            List<String> words,
            String folder,
            String host,
            Optional<String> version,
            Redaction redaction) {
        KubeletFlags flags = KubeletFlags.of(words);
        String node = flags.other("hostname-override").orElse(host);
        List<Coverage.Entry> entries = new ArrayList<>();
        List<String> holes = new ArrayList<>();
        for (String strange : flags.strange()) {
            holes.add("argument " + strange);
            entries.add(
                    Coverage.Entry.failed(
                            SOURCE,
                            Coverage.Reason.PARSE_ERROR,
                            "a value that is none: " + redaction.redact(strange)));
        }
        Optional<Value.Fields> file = Optional.empty();
        Optional<String> named = flags.other("config").filter(path -> !path.isEmpty());
        if (named.isPresent()) {
            String path = absolute(folder, named.get());
            file = configuration(path, entries, holes, true);
        }
        List<KubeletConfiguration.DropIn> dropIns = new ArrayList<>();
        flags.other("config-dir")
                .filter(path -> !path.isEmpty())
                .ifPresent(path -> dropIns(absolute(folder, path), dropIns, entries, holes));
        KubeletConfiguration configuration =
                KubeletConfiguration.merge(
                        new KubeletConfiguration.Given(
                                named.isPresent() ? file.or(() -> Optional.of(Value.EMPTY)) : file,
                                dropIns,
                                flags,
                                version.flatMap(LocalKubelet::minor),
                                holes));
        Facts doc = new Facts();
        version.ifPresent(text -> doc.put("version", text));
        doc.put("source", named.isPresent() ? "file" : "flags");
        if (named.isEmpty() || file.isPresent()) {
            Value.Fields merged = file.orElse(Value.EMPTY);
            if (file.isPresent() || !dropIns.isEmpty()) {
                doc.put("config", merged(merged, dropIns));
            }
        }
        doc.put("cmdline", Value.ofTexts(words)).put("effective", configuration.effective());
        configuration.into(doc);
        doc.put("unread", Value.ofTexts(holes));
        flags.other("kubeconfig")
                .map(path -> absolute(folder, path))
                .flatMap(path -> clientAuth(path, entries))
                .ifPresent(word -> doc.put("clientAuth", word));
        for (String path : configuration.notSeen()) {
            entries.add(
                    Coverage.Entry.skipped(SOURCE, path + " of the kubelet is not known")
                            .in(node, "/effective/" + path.replace('.', '/')));
        }
        if (!holes.isEmpty()) {
            entries.add(
                    Coverage.Entry.failed(
                                    SOURCE,
                                    Coverage.Reason.NOT_COLLECTED,
                                    "a part of the kubelet's configuration was not read")
                            .in(node, "/config"));
        }
        return new Found(
                Evidence.Subject.live("k8s.node", node, Map.of(), doc.done(), redaction), entries);
    }

    private static Value.Fields merged(
            Value.Fields file, List<KubeletConfiguration.DropIn> dropIns) {
        KubeletFlags none = new KubeletFlags(Map.of(), Map.of(), List.of());
        // A hole keeps defaults out: this is what is written, and no more.
        return KubeletConfiguration.merge(
                        new KubeletConfiguration.Given(
                                Optional.of(file), dropIns, none, Optional.empty(), List.of("")))
                .effective();
    }

    /** {@code v1.36.2} is 36. */
    static Optional<Integer> minor(String version) {
        String[] parts =
                (version.startsWith("v") ? version.substring(1) : version).split("\\.", -1);
        return parts.length >= 2 && parts[0].equals("1") && parts[1].matches("[0-9]{1,4}\\+?")
                ? Optional.of(Integer.parseInt(parts[1].replace("+", "")))
                : Optional.empty();
    }

    private static String absolute(String folder, String path) {
        return path.startsWith("/") ? path : (folder.endsWith("/") ? folder : folder + "/") + path;
    }

    private Optional<Value.Fields> configuration(
            String path, List<Coverage.Entry> entries, List<String> holes, boolean whole) {
        try {
            Value.Fields fields = yaml(path);
            String kind = fields.text("kind").orElse("");
            boolean right = kind.equals("KubeletConfiguration") || !whole && kind.isEmpty();
            if (!right) {
                throw new InvalidDocument(
                        InvalidDocument.Code.WRONG_VALUE,
                        new Position(1, 1),
                        "it is no KubeletConfiguration",
                        "");
            }
            entries.add(Coverage.Entry.ok(SOURCE, path));
            return Optional.of(fields);
        } catch (IOException | RuntimeException e) {
            holes.add(path);
            entries.add(Gathering.entry(SOURCE, path, e));
            return Optional.empty();
        }
    }

    private Value.Fields yaml(String path) throws IOException {
        byte[] bytes = files.read(path, LIMIT);
        if (Value.of(Documents.first(Source.of(path, bytes)).root())
                instanceof Value.Fields fields) {
            return fields;
        }
        throw new InvalidDocument(
                InvalidDocument.Code.WRONG_TYPE, new Position(1, 1), "it is no object", "");
    }

    /** The kubelet walks the folder in the order of names and takes what ends with .conf. */
    private void dropIns(
            String folder,
            List<KubeletConfiguration.DropIn> dropIns,
            List<Coverage.Entry> entries,
            List<String> holes) {
        try {
            walk(folder, 0, dropIns, entries, holes);
        } catch (IOException | RuntimeException e) {
            holes.add(folder);
            entries.add(Gathering.entry(SOURCE, folder, e));
        }
    }

    private void walk(
            String folder,
            int depth,
            List<KubeletConfiguration.DropIn> dropIns,
            List<Coverage.Entry> entries,
            List<String> holes)
            throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("folders in folders without end");
        }
        for (String name : files.list(folder)) {
            String path = folder + "/" + name;
            if (files.lstat(path).type().equals("directory")) {
                walk(path, depth + 1, dropIns, entries, holes);
            } else if (name.endsWith(".conf")) {
                configuration(path, entries, holes, false)
                        .ifPresent(fields ->
                                dropIns.add(new KubeletConfiguration.DropIn(path, fields)));
            }
        }
    }

    /** How the kubelet proves who it is: the word alone, never what it proves it with. */
    private Optional<String> clientAuth(String path, List<Coverage.Entry> entries) {
        try {
            Value.Fields config = yaml(path);
            String current = config.text("current-context").orElse("");
            String user = "";
            for (Value context : config.items("contexts")) {
                if (context instanceof Value.Fields fields
                        && fields.text("name").filter(current::equals).isPresent()) {
                    user = fields.fields("context").text("user").orElse("");
                }
            }
            for (Value entry : config.items("users")) {
                if (entry instanceof Value.Fields fields
                        && fields.text("name").filter(user::equals).isPresent()) {
                    Value.Fields proof = fields.fields("user");
                    entries.add(Coverage.Entry.ok(SOURCE, path));
                    if (proof.get("exec").isPresent()) {
                        return Optional.of("exec");
                    }
                    if (proof.get("client-certificate").isPresent()
                            || proof.get("client-certificate-data").isPresent()) {
                        return Optional.of("certificate");
                    }
                    return proof.get("token").isPresent() || proof.get("tokenFile").isPresent()
                            ? Optional.of("token")
                            : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            entries.add(Coverage.Entry.skipped(SOURCE, path + ": there is no such file"));
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            entries.add(Gathering.entry(SOURCE, path, e));
            return Optional.empty();
        }
    }

    /**
     * The node of an answer of {@code /configz}.
     *
     * @param version as the node tells it; empty when it is not known
     */
    public static Evidence.Subject ofConfigz(
            String node, Value.Fields answer, Optional<String> version, Redaction redaction) {
        KubeletConfiguration configuration = KubeletConfiguration.ofConfigz(answer);
        Facts doc = new Facts();
        version.ifPresent(text -> doc.put("version", text));
        doc.put("source", "configz").put("configz", configuration.effective());
        configuration.into(doc);
        return Evidence.Subject.live("k8s.node", node, Map.of(), doc.done(), redaction);
    }
}
