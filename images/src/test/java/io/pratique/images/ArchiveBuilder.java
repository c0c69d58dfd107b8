package io.pratique.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes OCI layouts and docker archives with right digests. */
final class ArchiveBuilder {
    final Map<String, byte[]> blobs = new LinkedHashMap<>();

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    String blob(byte[] bytes) {
        String digest = sha256(bytes);
        blobs.put("blobs/sha256/" + digest, bytes);
        return "sha256:" + digest;
    }

    static String config(String inner, List<byte[]> plainLayers) {
        List<String> ids = new ArrayList<>();
        plainLayers.forEach(layer -> ids.add("\"sha256:" + sha256(layer) + "\""));
        return "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":%s,\"history\":[],\"rootfs\":{\"type\":\"layers\",\"diff_ids\":%s}}"
                .formatted(inner, ids);
    }

    /** A descriptor of an image manifest. */
    String image(String inner, List<byte[]> plain, List<byte[]> stored) {
        byte[] config = config(inner, plain).getBytes(StandardCharsets.UTF_8);
        List<String> layers = new ArrayList<>();
        for (byte[] layer : stored) {
            layers.add(
                    "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"%s\",\"size\":%d}"
                            .formatted(blob(layer), layer.length));
        }
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":%d},\"layers\":%s}"
                        .formatted(blob(config), config.length, layers);
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        return "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"org.opencontainers.image.ref.name\":\"app:1\"}}"
                .formatted(blob(bytes), bytes.length);
    }

    String index(String... descriptors) {
        byte[] bytes = indexText(descriptors).getBytes(StandardCharsets.UTF_8);
        return "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(blob(bytes), bytes.length);
    }

    private static String indexText(String... descriptors) {
        return "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", descriptors) + "]}";
    }

    Map<String, byte[]> layout(String... descriptors) {
        Map<String, byte[]> files = new LinkedHashMap<>(blobs);
        files.put(
                "oci-layout",
                "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        files.put("index.json", indexText(descriptors).getBytes(StandardCharsets.UTF_8));
        return files;
    }

    static Path directory(Path at, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = at.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return at;
    }

    static byte[] tar(Map<String, byte[]> files) {
        TarBuilder tar = new TarBuilder();
        files.forEach((name, content) -> tar.file(name, 0644, content));
        return tar.build();
    }

    /** What docker save wrote before version 25. */
    static Map<String, byte[]> docker(String inner, List<byte[]> layers) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] config = config(inner, layers).getBytes(StandardCharsets.UTF_8);
        String name = sha256(config) + ".json";
        files.put(name, config);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            files.put("l" + i + "/layer.tar", layers.get(i));
            paths.add("\"l" + i + "/layer.tar\"");
        }
        files.put(
                "manifest.json",
                "[{\"Config\":\"%s\",\"RepoTags\":[\"app:1\"],\"Layers\":%s}]"
                        .formatted(name, paths)
                        .getBytes(StandardCharsets.UTF_8));
        return files;
    }
}
