package io.pratique.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootedFilesTest {
    @TempDir Path folder;
    private Path root;
    private RootedFiles files;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("etc/docker"));
        Files.writeString(root.resolve("etc/docker/daemon.json"), "inside");
        Files.writeString(folder.resolve("outside"), "outside");
        files = new RootedFiles(root);
    }

    private String read(String path) throws IOException {
        return new String(files.read(path, 100), StandardCharsets.UTF_8);
    }

    @Test
    void absoluteLinksStayInside() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("/etc/docker/daemon.json"));
        Files.createSymbolicLink(root.resolve("var"), Path.of("etc"));

        assertThat(read("/a")).isEqualTo("inside");
        assertThat(read("/var/docker/daemon.json")).isEqualTo("inside");
        assertThat(files.lstat("/a").type()).isEqualTo("link");
        assertThat(files.lstat("/a").target()).isEqualTo("/etc/docker/daemon.json");
        assertThat(files.stat("/a").type()).isEqualTo("file");
        assertThat(files.real("/var/docker")).isEqualTo("/etc/docker");
    }

    @Test
    void noLinkLeadsOut() throws IOException {
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../../../outside"));
        Files.createSymbolicLink(root.resolve("out"), folder.resolve("outside"));

        assertThatThrownBy(() -> read("/up")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> read("/out")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> read("/../outside")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aCircleOfLinksEnds() throws IOException {
        Files.createSymbolicLink(root.resolve("x"), Path.of("y"));
        Files.createSymbolicLink(root.resolve("y"), Path.of("x"));

        assertThatThrownBy(() -> read("/x")).isInstanceOf(FileSystemLoopException.class);
        assertThat(files.lstat("/x").target()).isEqualTo("y");
    }

    @Test
    void whatIsNoFileIsNotRead() throws IOException {
        Process process = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        process.onExit().join();

        assertThatThrownBy(() -> read("/pipe")).hasMessageContaining("no file");
        assertThatThrownBy(() -> read("/etc")).hasMessageContaining("no file");
        assertThatThrownBy(() -> files.read("/etc/docker/daemon.json", 3))
                .isInstanceOf(HostFiles.TooLarge.class);
        assertThat(files.list("/etc")).containsExactly("docker");
    }
}
