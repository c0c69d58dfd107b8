package io.pratique.images;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.images.InvalidArchive.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads OCI image layouts (a directory, or a tar of one) and what {@code docker save} writes, old
 * and new, packed or not. Layers are streamed: nothing is written to disk, memory does not grow
 * with their size, and every digest is checked on the way. A layer that several images share is
 * read once as long as the reader lives. Not for several threads.
 */
public final class ImageArchiveReader {
    private static final int MAX_DEPTH = 4;

    /** Layers whose facts are kept for other images: 256. */
    private static final int MAX_KEPT = 256;

    private static final Set<String> CONFIGURATIONS =
            Set.of(
                    "application/vnd.oci.image.config.v1+json",
                    "application/vnd.docker.container.image.v1+json");

    private final ArchiveLimits limits;
    private final PathHash hash;
    private final LayerReader layers;
    private final Map<String, LayerFacts> known = new HashMap<>();

    /**
     * @param random makes a key that nobody outside can guess: give a {@code SecureRandom}
     */
    public ImageArchiveReader(ArchiveLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.hash = new PathHash(random.nextLong(), random.nextLong());
        this.layers = new LayerReader(limits, hash);
    }

    /** True when a path looks like an archive of images: cheap, and no promise. */
    public static boolean recognises(Path path) {
        if (Files.isDirectory(path)) {
            return Files.isRegularFile(path.resolve("oci-layout"))
                    || Files.isRegularFile(path.resolve("index.json"))
                            && Files.isDirectory(path.resolve("blobs"));
        }
        if (!Files.isRegularFile(path)) {
            return false;
        }
        byte[] start = new byte[265];
        try (InputStream in = Files.newInputStream(path)) {
            int length = in.readNBytes(start, 0, start.length);
            boolean tar =
                    length > 262
                            && new String(start, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
            Compression packed = Compression.of(start, length);
            return tar || packed == Compression.GZIP || packed == Compression.ZSTD;
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Reads all images of an archive. Never throws for what stands in it: what cannot be read is
     * among the problems of the archive or of its image.
     */
    public ImageArchive read(Path path) {
        List<ArchiveProblem> problems = new ArrayList<>();
        try (ArchiveFiles files = open(path)) {
            return new Reading(files, problems).read();
        } catch (IOException e) {
            problems.add(problem(path.getFileName() + "", e));
            return new ImageArchive("", List.of(), problems);
        }
    }

    private ArchiveFiles open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.getFileName() + "");
        }
        return Files.isDirectory(path) ? new DirectoryFiles(path) : new TarFiles(path, limits);
    }

    private static ArchiveProblem problem(String place, IOException e) {
        InvalidArchive known = InvalidArchive.of(e);
        return new ArchiveProblem(known.code(), place, known.getMessage() + "");
    }

    private static MessageDigest digester(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** A digest as {@code algorithm:hex}, of an algorithm and a length that are known. */
    private record Digest(String algorithm, String hex) {
        static Digest of(String text) throws InvalidArchive {
            int colon = text.indexOf(':');
            String algorithm = colon < 0 ? "" : text.substring(0, colon);
            String hex = text.substring(colon + 1);
            int length =
                    switch (algorithm) {
                        case "sha256" -> 64;
                        case "sha384" -> 96;
                        case "sha512" -> 128;
                        default ->
                                throw new InvalidArchive(
                                        Code.UNSUPPORTED_FORMAT,
                                        "no digest that is known: " + shown(text));
                    };
            boolean sound = hex.length() == length;
            for (int i = 0; sound && i < length; i++) {
                char c = hex.charAt(i);
                sound = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            }
            if (!sound) {
                throw new InvalidArchive(Code.PARSE_ERROR, "no sound digest: " + shown(text));
            }
            return new Digest(algorithm, hex);
        }

        MessageDigest hasher() {
            return digester("SHA-" + algorithm.substring(3));
        }

        String path() {
            return "blobs/" + algorithm + "/" + hex;
        }

        @Override
        public String toString() {
            return algorithm + ":" + hex;
        }
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private final class Reading {
        private final ArchiveFiles files;
        private final List<ArchiveProblem> problems;
        private final List<Image> images = new ArrayList<>();
        private final Map<String, Set<String>> namesOfConfig = new HashMap<>();
        private final Set<String> seen = new HashSet<>();

        Reading(ArchiveFiles files, List<ArchiveProblem> problems) {
            this.files = files;
            this.problems = problems;
        }

        ImageArchive read() throws IOException {
            if (files.has("index.json")) {
                dockerNames();
                index("index.json", json("index.json", Optional.empty()), 0);
                return new ImageArchive("oci-layout", images, problems);
            }
            if (files.has("manifest.json")) {
                docker(json("manifest.json", Optional.empty()));
                return new ImageArchive("docker-archive", images, problems);
            }
            throw new InvalidArchive(
                    Code.UNSUPPORTED_FORMAT,
                    "it has neither index.json nor manifest.json: no archive of images, or one of"
                            + " a Docker before 1.10");
        }

        /** Reads a document, and checks that it is what its digest says. */
        private Node json(String path, Optional<Digest> digest) throws IOException {
            byte[] bytes;
            try (InputStream in = files.open(path)) {
                bytes = in.readNBytes(limits.documentBytes() + 1);
            }
            if (bytes.length > limits.documentBytes()) {
                throw new InvalidArchive(
                        Code.TOO_LARGE,
                        "the document has more than " + limits.documentBytes() + " bytes");
            }
            if (digest.isPresent()) {
                byte[] sum = digest.get().hasher().digest(bytes);
                if (!HexFormat.of().formatHex(sum).equals(digest.get().hex())) {
                    throw new InvalidArchive(
                            Code.PARSE_ERROR, "its bytes are not those of its digest");
                }
            }
            try {
                Source source = Source.of(path, bytes);
                return new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                        .read()
                        .root();
            } catch (InvalidDocument e) {
                throw new InvalidArchive(
                        Code.PARSE_ERROR,
                        "it is no JSON: " + e.getMessage() + " at " + e.position());
            }
        }

        private void index(String place, Node index, int depth) throws IOException {
            Optional<Node> manifests = index.present("manifests");
            if (manifests.isEmpty() || !manifests.get().isArray()) {
                throw new InvalidArchive(Code.PARSE_ERROR, place + " lists no manifests");
            }
            for (Node descriptor : manifests.get().elements()) {
                if (images.size() + problems.size() > limits.images()) {
                    throw new InvalidArchive(
                            Code.TOO_LARGE, "more than " + limits.images() + " images");
                }
                String digest = descriptor.textOf("digest").orElse("");
                try {
                    descriptor(descriptor, digest, depth);
                } catch (IOException e) {
                    problems.add(problem(shown(digest.isEmpty() ? place : digest), e));
                }
            }
        }

        private void descriptor(Node descriptor, String text, int depth) throws IOException {
            Digest digest = Digest.of(text);
            if (attestation(descriptor) || !seen.add(digest.toString())) {
                return;
            }
            Node manifest = json(digest.path(), Optional.of(digest));
            boolean list = manifest.present("manifests").isPresent();
            if (list && manifest.present("layers").isPresent()) {
                // Two readers could see two different images in it (CVE-2021-41190).
                throw new InvalidArchive(
                        Code.PARSE_ERROR, "it is an index and a manifest at the same time");
            }
            if (list) {
                if (depth == MAX_DEPTH) {
                    throw new InvalidArchive(
                            Code.TOO_LARGE, "indexes are nested more than " + MAX_DEPTH + " deep");
                }
                index(digest.toString(), manifest, depth + 1);
                return;
            }
            Optional<Node> config = manifest.present("config");
            if (config.isEmpty() || manifest.present("layers").isEmpty()) {
                throw new InvalidArchive(
                        Code.UNSUPPORTED_FORMAT, "it is neither an index nor an image manifest");
            }
            String mediaType = config.get().textOf("mediaType").orElse("");
            if (!CONFIGURATIONS.contains(mediaType)) {
                // Charts, signatures, modules: no images, and nobody asked for them.
                return;
            }
            Digest configDigest = Digest.of(config.get().textOf("digest").orElse(""));
            Set<String> names = new LinkedHashSet<>();
            names(descriptor).ifPresent(names::add);
            names.addAll(namesOfConfig.getOrDefault(configDigest.hex(), Set.of()));
            List<LayerPlace> places = new ArrayList<>();
            for (Node layer : manifest.present("layers").get().elements()) {
                String name = layer.textOf("digest").orElse("");
                String type = layer.textOf("mediaType").orElse("");
                places.add(new LayerPlace(Optional.of(Digest.of(name)), "", type, size(layer)));
            }
            image(
                    List.copyOf(names),
                    digest.toString(),
                    configDigest,
                    configDigest.path(),
                    mediaType,
                    places);
        }

        private static boolean attestation(Node descriptor) {
            Optional<Node> annotations = descriptor.present("annotations");
            return annotations
                    .flatMap(a -> a.textOf("vnd.docker.reference.type"))
                    .filter(type -> type.equals("attestation-manifest"))
                    .isPresent();
        }

        private static Optional<String> names(Node descriptor) {
            Optional<Node> annotations = descriptor.present("annotations");
            return annotations
                    .flatMap(a -> a.textOf("io.containerd.image.name"))
                    .or(() ->
                            annotations.flatMap(
                                    a -> a.textOf("org.opencontainers.image.ref.name")));
        }

        private static long size(Node descriptor) {
            return descriptor
                    .present("size")
                    .map(n -> n.document().asLong(n.index(), -1))
                    .orElse(-1L);
        }

        /** A new {@code docker save} writes both forms; the names stand in the old one only. */
        private void dockerNames() throws IOException {
            if (!files.has("manifest.json")) {
                return;
            }
            for (Node one : json("manifest.json", Optional.empty()).elements()) {
                String config = one.textOf("Config").orElse("");
                Set<String> names =
                        namesOfConfig.computeIfAbsent(hexOf(config), _ -> new LinkedHashSet<>());
                for (Node tag : one.present("RepoTags").map(Node::elements).orElse(List.of())) {
                    if (tag.isText()) {
                        names.add(tag.text());
                    }
                }
            }
        }

        private static String hexOf(String path) {
            String base = LayerPath.base(path);
            return base.endsWith(".json") ? base.substring(0, base.length() - 5) : base;
        }

        private void docker(Node manifest) throws IOException {
            if (!manifest.isArray()) {
                throw new InvalidArchive(Code.PARSE_ERROR, "manifest.json is no list");
            }
            for (Node one : manifest.elements()) {
                if (images.size() + problems.size() >= limits.images()) {
                    throw new InvalidArchive(
                            Code.TOO_LARGE, "more than " + limits.images() + " images");
                }
                String config = one.textOf("Config").orElse("");
                try {
                    List<String> names = new ArrayList<>();
                    for (Node tag : one.present("RepoTags").map(Node::elements).orElse(List.of())) {
                        names.add(tag.isText() ? tag.text() : "");
                    }
                    List<LayerPlace> places = new ArrayList<>();
                    for (Node layer : one.present("Layers").map(Node::elements).orElse(List.of())) {
                        String path =
                                LayerPath.clean(layer.isText() ? layer.text() : "", new boolean[1]);
                        places.add(new LayerPlace(Optional.empty(), path, "", -1));
                    }
                    image(
                            names,
                            "",
                            Digest.of("sha256:" + hexOf(config)),
                            LayerPath.clean(config, new boolean[1]),
                            "application/vnd.docker.container.image.v1+json",
                            places);
                } catch (IOException e) {
                    problems.add(problem(shown(config), e));
                }
            }
        }

        private void image(
                List<String> names,
                String digest,
                Digest configDigest,
                String configPath,
                String mediaType,
                List<LayerPlace> places)
                throws IOException {
            Node config = json(configPath, Optional.of(configDigest));
            if (!config.isObject()) {
                throw new InvalidArchive(Code.PARSE_ERROR, "the configuration is no object");
            }
            List<ArchiveProblem> own = new ArrayList<>();
            images.add(
                    new Image(
                            names,
                            digest,
                            configDigest.toString(),
                            mediaType,
                            config.textOf("os").orElse(""),
                            config.textOf("architecture").orElse(""),
                            config,
                            files(config, places, own),
                            own));
        }

        private ImageFiles files(Node config, List<LayerPlace> places, List<ArchiveProblem> own) {
            List<String> diffIds = new ArrayList<>();
            config.present("rootfs")
                    .flatMap(r -> r.present("diff_ids"))
                    .map(Node::elements)
                    .orElse(List.of())
                    .forEach(id -> diffIds.add(id.isText() ? id.text() : ""));
            boolean complete = true;
            List<LayerFacts> read = new ArrayList<>();
            if (places.size() > limits.layers() || diffIds.size() != places.size()) {
                boolean many = places.size() > limits.layers();
                own.add(
                        new ArchiveProblem(
                                many ? Code.TOO_LARGE : Code.PARSE_ERROR,
                                "rootfs/diff_ids",
                                "the image has "
                                        + places.size()
                                        + " layers, and the configuration names "
                                        + diffIds.size()));
                return new ImageFiles(
                        false, List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());
            }
            for (int i = 0; i < places.size(); i++) {
                LayerPlace place = places.get(i);
                try {
                    read.add(layer(place, Digest.of(diffIds.get(i))));
                } catch (IOException e) {
                    complete = false;
                    own.add(problem(place.name(), e));
                }
            }
            return merge(read, complete);
        }

        private LayerFacts layer(LayerPlace place, Digest diffId) throws IOException {
            String key = place.name() + " " + diffId;
            String name = place.digest().map(Digest::toString).orElse(diffId.toString());
            LayerFacts facts = place.digest().isPresent() ? known.get(key) : null;
            if (facts != null) {
                return facts;
            }
            if (place.mediaType().endsWith("+encrypted")) {
                throw new InvalidArchive(Code.UNSUPPORTED_FORMAT, "the layer is encrypted");
            }
            MessageDigest packedSum = place.digest().map(Digest::hasher).orElseGet(diffId::hasher);
            MessageDigest plainSum = diffId.hasher();
            String path = place.digest().map(Digest::path).orElse(place.path());
            try (InputStream in = files.open(path)) {
                Compression.Counted packed =
                        new Compression.Counted(in, Long.MAX_VALUE, packedSum, null, 0);
                Compression.Unpacked unpacked = Compression.unpack(packed, limits, plainSum);
                LayerFacts fresh = layers.read(unpacked.stream(), name);
                byte[] rest = new byte[16 << 10];
                while (packed.read(rest) >= 0) {
                    // What follows the packed data belongs to the digest as well.
                }
                if (place.size() >= 0 && place.size() != packed.count()) {
                    throw new InvalidArchive(
                            Code.PARSE_ERROR,
                            "it has " + packed.count() + " bytes instead of " + place.size());
                }
                String packedHex = HexFormat.of().formatHex(packedSum.digest());
                if (place.digest().isPresent() && !place.digest().get().hex().equals(packedHex)) {
                    throw new InvalidArchive(
                            Code.PARSE_ERROR, "its bytes are not those of its digest");
                }
                String plainHex =
                        unpacked.compression() == Compression.NONE && sameAlgorithm(place, diffId)
                                ? packedHex
                                : HexFormat.of().formatHex(plainSum.digest());
                if (!diffId.hex().equals(plainHex)) {
                    throw new InvalidArchive(
                            Code.PARSE_ERROR,
                            "its content is not what the configuration names: " + diffId);
                }
                LayerFacts sound = fresh.verified(diffId.toString());
                if (known.size() < MAX_KEPT) {
                    known.put(key, sound);
                }
                return sound;
            }
        }

        private static boolean sameAlgorithm(LayerPlace place, Digest diffId) {
            return place.digest()
                    .map(Digest::algorithm)
                    .orElse(diffId.algorithm())
                    .equals(diffId.algorithm());
        }
    }

    /**
     * Where a layer stands.
     *
     * @param size in bytes, or -1 when the archive does not say
     */
    private record LayerPlace(Optional<Digest> digest, String path, String mediaType, long size) {
        String name() {
            return digest.map(Digest::toString).orElse(path);
        }
    }

    private ImageFiles merge(List<LayerFacts> read, boolean complete) {
        Map<String, FoundFile> merged = new TreeMap<>();
        List<ImageLayer> all = new ArrayList<>();
        for (LayerFacts layer : read) {
            merged.keySet().removeIf(path -> layer.hides(path, hash));
            merged.putAll(layer.found());
            all.add(new ImageLayer(layer.digest(), layer.diffId(), layer.entries(), layer.bytes()));
        }
        List<ImageFile> special = new ArrayList<>();
        List<ImageFile> secrets = new ArrayList<>();
        for (FoundFile file : merged.values()) {
            ImageFile shown =
                    new ImageFile(
                            "/" + file.path(),
                            file.mode(),
                            file.uid(),
                            file.gid(),
                            file.layer(),
                            file.capabilities(),
                            file.secrets());
            if (file.special() || file.capabilities()) {
                special.add(shown);
            }
            if (!file.secrets().isEmpty()) {
                secrets.add(shown);
            }
        }
        return new ImageFiles(
                complete,
                special,
                secrets,
                complete ? users(merged.get("etc/passwd"), true) : Optional.empty(),
                complete ? users(merged.get("etc/group"), false) : Optional.empty(),
                all);
    }

    private static Optional<List<ImageUser>> users(@Nullable FoundFile file, boolean passwd) {
        if (file == null) {
            return Optional.empty();
        }
        List<ImageUser> users = new ArrayList<>();
        for (String line : file.content().split("\n", -1)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= (passwd ? 4 : 3) && !line.startsWith("#")) {
                long id = number(fields[2]);
                long gid = passwd ? number(fields[3]) : -1;
                if (id >= 0) {
                    users.add(new ImageUser(fields[0], id, gid, passwd && fields[1].isEmpty()));
                }
            }
        }
        return Optional.of(users);
    }

    private static long number(String text) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 10) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(digits);
    }
}
