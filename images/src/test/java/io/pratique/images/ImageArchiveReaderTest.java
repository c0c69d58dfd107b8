package io.pratique.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.pratique.images.InvalidArchive.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageArchiveReaderTest {
    private static final String KEY = "AKIA" + "ABCDEFGH12345678";

    @TempDir private Path folder;
    private final ArchiveBuilder builder = new ArchiveBuilder();

    private static ImageArchive read(Path path) {
        return read(path, ArchiveLimits.standard());
    }

    private static ImageArchive read(Path path, ArchiveLimits limits) {
        return new ImageArchiveReader(limits, new Random(1)).read(path);
    }

    private Path tar(Map<String, byte[]> files) throws IOException {
        return Files.write(folder.resolve("image.tar"), ArchiveBuilder.tar(files));
    }

    private Image layers(byte[]... layers) throws IOException {
        List<byte[]> all = List.of(layers);
        ImageArchive archive = read(tar(builder.layout(builder.image("{}", all, all))));
        assertThat(archive.problems()).isEmpty();
        assertThat(archive.images()).hasSize(1);
        return archive.images().getFirst();
    }

    private static List<String> special(Image image) {
        return image.files().special().stream().map(ImageFile::path).toList();
    }

    @Test
    void readsALayoutInADirectoryWithPackedLayers() throws IOException {
        byte[] layer =
                new TarBuilder()
                        .directory("usr/bin/")
                        .file("usr/bin/su", 04755, "x")
                        .file("etc/passwd", 0644, "root:x:0:0::/root:/bin/sh\nweb::1000:1001::/:\n")
                        .file("etc/group", 0644, "root:x:0:\n")
                        .build();
        Map<String, byte[]> files =
                builder.layout(
                        builder.image(
                                "{\"User\":\"web\"}",
                                List.of(layer),
                                List.of(ArchiveBuilder.gzip(layer))));
        Path layout = ArchiveBuilder.directory(folder.resolve("layout"), files);

        assertThat(ImageArchiveReader.recognises(layout)).isTrue();
        ImageArchive archive = read(layout);

        assertThat(archive.problems()).isEmpty();
        assertThat(archive.format()).isEqualTo("oci-layout");
        Image image = archive.images().getFirst();
        assertThat(image.problems()).isEmpty();
        assertThat(image.names()).containsExactly("app:1");
        assertThat(image.digest()).startsWith("sha256:");
        assertThat(image.configuration().get("config").orElseThrow().textOf("User"))
                .contains("web");
        assertThat(image.files().complete()).isTrue();
        ImageFile su = image.files().special().getFirst();
        assertThat(su.path()).isEqualTo("/usr/bin/su");
        assertThat(su.mode()).isEqualTo(04755);
        assertThat(su.layer())
                .isEqualTo("sha256:" + ArchiveBuilder.sha256(ArchiveBuilder.gzip(layer)));
        assertThat(image.files().users().orElseThrow())
                .containsExactly(
                        new ImageUser("root", 0, 0, false), new ImageUser("web", 1000, 1001, true));
        assertThat(image.files().groups().orElseThrow())
                .containsExactly(new ImageUser("root", 0, -1, false));
    }

    @Test
    void readsWhatAnOldDockerSaveWritesWithLinksBetweenLayers() throws IOException {
        byte[] layer = new TarBuilder().file("bin/ping", 02755, "x").build();
        Map<String, byte[]> files = ArchiveBuilder.docker("{}", List.of(layer, layer));
        files.remove("l1/layer.tar");
        TarBuilder tar = new TarBuilder();
        files.forEach((name, content) -> tar.file(name, 0644, content));
        tar.symlink("l1/layer.tar", "../l0/layer.tar");
        Path path = Files.write(folder.resolve("save.tar"), tar.build());

        ImageArchive archive = read(path);

        assertThat(archive.format()).isEqualTo("docker-archive");
        assertThat(archive.images().getFirst().problems()).isEmpty();
        assertThat(archive.images().getFirst().names()).containsExactly("app:1");
        assertThat(special(archive.images().getFirst())).containsExactly("/bin/ping");
    }

    @Test
    void readsAnArchiveThatIsPackedAsAWhole() throws IOException {
        byte[] layer = new TarBuilder().file("bin/su", 04755, "x").build();
        byte[] tar = ArchiveBuilder.tar(ArchiveBuilder.docker("{}", List.of(layer)));
        Path path = Files.write(folder.resolve("save.tgz"), ArchiveBuilder.gzip(tar));

        assertThat(ImageArchiveReader.recognises(path)).isTrue();
        assertThat(special(read(path).images().getFirst())).containsExactly("/bin/su");
    }

    @Test
    void readsAllPlatformsOfNestedIndexesAndLeavesAttestationsOut() throws IOException {
        byte[] layer = new TarBuilder().file("a", 0644, "x").build();
        String one = builder.image("{}", List.of(layer), List.of(layer));
        String two = builder.image("{\"User\":\"2\"}", List.of(layer), List.of(layer));
        String attestation =
                one.replace(
                        "\"org.opencontainers.image.ref.name\":\"app:1\"",
                        "\"vnd.docker.reference.type\":\"attestation-manifest\"");
        ImageArchive archive =
                read(tar(builder.layout(attestation, builder.index(one, two), builder.index(one))));

        assertThat(archive.problems()).isEmpty();
        assertThat(archive.images()).hasSize(2);
    }

    @Test
    void appliesWhiteoutsOfFilesAndOfDirectories() throws IOException {
        byte[] lower =
                new TarBuilder()
                        .file("bin/su", 04755, "x")
                        .file("opt/tools/deep/a", 04755, "x")
                        .file("opt/toolsbox/b", 04755, "x")
                        .build();
        byte[] upper =
                new TarBuilder().file("bin/.wh.su", 0, "").file("opt/.wh.tools", 0, "").build();

        assertThat(special(layers(lower, upper))).containsExactly("/opt/toolsbox/b");
    }

    @Test
    void keepsFilesOfTheLayerThatMakesItsDirectoryOpaque() throws IOException {
        byte[] lower =
                new TarBuilder().file("opt/a", 04755, "x").file("opt/d/b", 04755, "x").build();
        byte[] upper =
                new TarBuilder().file("opt/c", 04755, "x").file("opt/.wh..wh..opq", 0, "").build();

        assertThat(special(layers(lower, upper))).containsExactly("/opt/c");
    }

    @Test
    void forgetsAFileThatAHigherLayerReplaces() throws IOException {
        byte[] lower =
                new TarBuilder()
                        .file("a", 04755, "x")
                        .file("b/c", 04755, "x")
                        .file("d", 04755, "x")
                        .file("e", 04755, "x")
                        .build();
        byte[] upper =
                new TarBuilder()
                        .file("./a", 0755, "x")
                        .file("b", 0755, "now a file")
                        .directory("d/")
                        .build();

        assertThat(special(layers(lower, upper))).containsExactly("/e");
    }

    @Test
    void takesTheLastOfTwoMembersAndFollowsHardLinks() throws IOException {
        byte[] layer =
                new TarBuilder()
                        .file("a", 04755, "x")
                        .hardlink("linked", "a")
                        .file("a", 0755, "x")
                        .build();

        assertThat(special(layers(layer))).containsExactly("/linked");
    }

    @Test
    void readsLongNamesPaxHeadersAndFileCapabilities() throws IOException {
        String deep = "very/".repeat(60) + "long";
        byte[] layer =
                new TarBuilder()
                        .gnuLongName(deep)
                        .file("short", 04755, "x")
                        .pax("path=é/ü", "SCHILY.xattr.security.capability=\u0001")
                        .file("other", 0755, "x")
                        .build();

        Image image = layers(layer);
        assertThat(special(image)).containsExactly("/" + deep, "/é/ü");
        assertThat(image.files().special().get(1).capabilities()).isTrue();
    }

    @Test
    void findsSecretsByNameAndShapeAndNeverKeepsThem() throws IOException {
        byte[] layer =
                new TarBuilder()
                        .file("app/settings.py", 0644, "key = '" + KEY + "'\n")
                        .file("root/.ssh/id_rsa", 0600, "canary-of-a-key")
                        .file(
                                "srv/tls.pem",
                                0600,
                                "-----BEGIN PRIVATE KEY-----\n" + "MIIE".repeat(16) + "\n")
                        .file("srv/code.c", 0644, "\"-----BEGIN PRIVATE KEY-----\";")
                        .file("docs/aws.md", 0644, "AKIAIOSFODNN7EXAMPLE")
                        .build();

        Image image = layers(layer);
        assertThat(image.files().secrets())
                .extracting(ImageFile::path)
                .containsExactly("/app/settings.py", "/root/.ssh/id_rsa", "/srv/tls.pem");
        assertThat(image.files().secrets().getFirst().secrets()).containsExactly("AWS access key");
        assertThat(image + " " + image.files()).doesNotContain(KEY).doesNotContain("canary");
    }

    @Test
    void takesNamesThatLeadOutOfTheRootAsNamesInIt() throws IOException {
        byte[] layer = new TarBuilder().file("../../../bin/su", 04755, "x").build();

        assertThat(special(layers(layer))).containsExactly("/bin/su");
    }

    @Test
    void refusesLayersAndDocumentsWithOtherDigests() throws IOException {
        byte[] layer = new TarBuilder().file("a", 04755, "x").build();
        String image = builder.image("{}", List.of(layer), List.of(layer));
        Map<String, byte[]> files = builder.layout(image);
        byte[] changed = new TarBuilder().file("a", 00755, "x").build();
        files.put("blobs/sha256/" + ArchiveBuilder.sha256(layer), changed);

        Image read = read(tar(files)).images().getFirst();
        assertThat(read.files().complete()).isFalse();
        assertThat(read.problems())
                .extracting(ArchiveProblem::code)
                .containsExactly(Code.PARSE_ERROR);

        String digest = image.replaceAll(".*\"digest\":\"sha256:([0-9a-f]*)\".*", "$1");
        files.put("blobs/sha256/" + digest, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ImageArchive other = read(tar(files));
        assertThat(other.images()).isEmpty();
        assertThat(other.problems())
                .extracting(ArchiveProblem::code)
                .containsExactly(Code.PARSE_ERROR);
    }

    @Test
    void saysThatALayerIsMissingCutOffOrPackedInAnUnknownWay() throws IOException {
        byte[] layer = new TarBuilder().file("a", 04755, "x").build();
        byte[] bzip2 = "BZh91AY&SY-and-so-on".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] packed = ArchiveBuilder.gzip(layer);
        byte[] cut = java.util.Arrays.copyOf(packed, packed.length / 2);
        Map<String, byte[]> files =
                builder.layout(
                        builder.image(
                                "{}",
                                List.of(layer, layer, layer, layer),
                                List.of(layer, bzip2, cut, new byte[] {1})));
        files.remove("blobs/sha256/" + ArchiveBuilder.sha256(layer));

        Image image = read(tar(files)).images().getFirst();
        assertThat(image.files().complete()).isFalse();
        assertThat(image.files().users()).isEmpty();
        assertThat(image.problems())
                .extracting(ArchiveProblem::code)
                .containsExactly(
                        Code.NOT_COLLECTED,
                        Code.UNSUPPORTED_FORMAT,
                        Code.PARSE_ERROR,
                        Code.PARSE_ERROR);
    }

    @Test
    void stopsAtBombs() throws IOException {
        byte[] zeros = new byte[100 << 20];
        byte[] layer = new TarBuilder().file("zeros", 0644, zeros).build();
        byte[] packed = ArchiveBuilder.gzip(layer);
        Path path = tar(builder.layout(builder.image("{}", List.of(layer), List.of(packed))));

        ArchiveLimits small =
                new ArchiveLimits(1 << 20, 1100, 100, 1 << 20, 1 << 20, 1 << 20, 10, 10);
        Image image = read(path, small).images().getFirst();
        assertThat(image.problems())
                .extracting(ArchiveProblem::code)
                .containsExactly(Code.TOO_LARGE);

        ArchiveLimits ratio =
                new ArchiveLimits(1L << 40, 100, 100, 1 << 20, 1 << 20, 1 << 20, 10, 10);
        image = read(path, ratio).images().getFirst();
        assertThat(image.problems())
                .extracting(ArchiveProblem::code)
                .containsExactly(Code.TOO_LARGE);
        assertThat(image.files().complete()).isFalse();
    }

    @Test
    void endsWhereLinksOfAnArchiveRunInACircle() throws IOException {
        byte[] tar = new TarBuilder().symlink("index.json", "b").symlink("b", "index.json").build();
        ImageArchive archive = read(Files.write(folder.resolve("circle.tar"), tar));
        assertThat(archive.problems())
                .extracting(ArchiveProblem::code)
                .containsExactly(Code.UNSUPPORTED_FORMAT);
    }

    @Test
    void readsLayersPackedWithZstd() throws IOException {
        byte[] layer =
                new TarBuilder().file("a", 04755, "x".repeat(300_000)).directory("b").build();
        byte[] packed = zstd(layer);
        Path path = tar(builder.layout(builder.image("{}", List.of(layer), List.of(packed))));

        Image image = read(path).images().getFirst();
        assertThat(image.problems()).isEmpty();
        assertThat(special(image)).containsExactly("/a");
    }

    private static byte[] zstd(byte[] plain) {
        io.airlift.compress.zstd.ZstdCompressor compressor =
                new io.airlift.compress.zstd.ZstdCompressor();
        byte[] out = new byte[compressor.maxCompressedLength(plain.length)];
        int length = compressor.compress(plain, 0, plain.length, out, 0, out.length);
        return java.util.Arrays.copyOf(out, length);
    }

    @Test
    void aMissingFileIsAProblemAndNoException() {
        assertThat(read(folder.resolve("none.tar")).problems())
                .extracting(ArchiveProblem::code)
                .containsExactly(Code.NOT_COLLECTED);
    }

    @Test
    void survivesDamageAnywhere() throws IOException {
        long seed = 20261124;
        Random random = new Random(seed);
        byte[] layer =
                new TarBuilder()
                        .gnuLongName("n".repeat(300))
                        .file("short", 04755, "x")
                        .pax("path=p", "size=3", "uid=5")
                        .file("q", 02755, "abc")
                        .hardlink("h", "p")
                        .build();
        Map<String, byte[]> files =
                builder.layout(
                        builder.image(
                                "{}",
                                List.of(layer, layer, layer),
                                List.of(layer, ArchiveBuilder.gzip(layer), zstd(layer))));
        byte[] sound = ArchiveBuilder.tar(files);
        List<String> crashed = new ArrayList<>();
        for (int run = 0; run < 400; run++) {
            byte[] damaged = sound.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(5) == 0) {
                damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            Path path = Files.write(folder.resolve("damaged.tar"), damaged);
            try {
                ImageArchive archive = read(path);
                boolean quiet = archive.problems().isEmpty();
                for (Image image : archive.images()) {
                    quiet &= image.problems().isEmpty();
                }
                // What still reads without a problem must say the same as the sound one.
                if (quiet && !archive.images().isEmpty()) {
                    assertThat(special(archive.images().getFirst())).contains("/p", "/h");
                }
            } catch (RuntimeException e) {
                crashed.add("run " + run + ": " + e);
            }
        }
        assertThat(crashed).as("seed %d", seed).isEmpty();
    }

    @Test
    void survivesDamagedLayersBehindRightDigests() throws IOException {
        long seed = 77;
        Random random = new Random(seed);
        byte[] layer =
                new TarBuilder()
                        .gnuLongName("n".repeat(300))
                        .file("short", 04755, "x".repeat(2000))
                        .pax("path=p", "size=3", "uid=5")
                        .file("q", 02755, "abc")
                        .pax('g', "gid=7")
                        .entry("sparse", 'S', 0644, 0, 5, "", new byte[5])
                        .hardlink("h", "p")
                        .build();
        for (int run = 0; run < 400; run++) {
            byte[] stored =
                    switch (run % 3) {
                        case 0 -> layer.clone();
                        case 1 -> ArchiveBuilder.gzip(layer);
                        default -> zstd(layer);
                    };
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                stored[random.nextInt(stored.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (run % 3 == 0 && random.nextBoolean()) {
                for (int at = 0; at + 512 <= stored.length; at += 512) {
                    byte[] block = java.util.Arrays.copyOfRange(stored, at, at + 512);
                    if (block[257] == 'u') {
                        System.arraycopy(TarBuilder.sealed(block), 0, stored, at, 512);
                    }
                }
            }
            byte[] diff = run % 3 == 0 ? stored : layer;
            ArchiveBuilder fresh = new ArchiveBuilder();
            Map<String, byte[]> files =
                    new LinkedHashMap<>(
                            fresh.layout(fresh.image("{}", List.of(diff), List.of(stored))));
            ImageArchive archive = read(tar(files));
            assertThat(archive.images()).as("seed %d, run %d", seed, run).hasSize(1);
            Image image = archive.images().getFirst();
            assertThat(image.files().complete()).isEqualTo(image.problems().isEmpty());
        }
    }
}
