package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The launcher itself, started as people start it: with JDKs that only say how they were called,
 * and once with a real one.
 */
@Timeout(300)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "pratique").toAbsolutePath().normalize();

    @TempDir Path temp;

    private record Run(int code, String out, String err) {}

    private final Map<String, String> environment = new LinkedHashMap<>();

    private Run run(Path launcher, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Run run(List<String> command) throws Exception {
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(temp.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", temp.resolve("home").toString());
        builder.environment().put("PRATIQUE_JVM_FOLDER", temp.resolve("jvm").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("it ends").isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A JDK that prints its version and its arguments, one a line. */
    private Path jdk(String folder, String version) throws IOException {
        Path home = temp.resolve(folder);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Some Maker\"\nJAVA_RUNTIME_VERSION=\"%s+7\"\nJAVA_VERSION=\"%s\"\n"
                        .formatted(version, version));
        // It can make a cache: an option names the file.
        script(
                home.resolve("bin/java"),
                """
                for word; do
                  case $word in -XX:AOTCacheOutput=*) echo cache >"${word#*=}"; exit 0 ;; esac
                done
                echo "java %s"
                echo "terminal=$PRATIQUE_TERMINAL"
                echo "locale=$LC_ALL"
                printf '%%s\\n' "$@"
                """
                        .formatted(version));
        script(home.resolve("bin/javac"), "exit 0\n");
        return home;
    }

    private static Path script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** The installed form: bin/ beside lib/. */
    private Path installed(String folder) throws IOException {
        Path home = temp.resolve(folder);
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("lib/pratique.jar"), "");
        Files.writeString(home.resolve("lib/build"), "123\n");
        return Files.copy(
                LAUNCHER, home.resolve("bin/pratique"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    static Stream<List<String>> shells() {
        return Stream.of(
                        List.of("/bin/sh"),
                        List.of("/bin/dash"),
                        List.of("/bin/bash"),
                        List.of("/bin/bash", "--posix"),
                        List.of("/bin/busybox", "sh"))
                .filter(shell -> Files.isExecutable(Path.of(shell.getFirst())));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void startsInEveryShell(List<String> shell) throws Exception {
        jdk("jvm/jdk-25", "25.0.1");
        Path launcher = installed("app");
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of(launcher.toString(), "check", "a b", "*", ""));

        Run run = run(command);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("java 25.0.1\n")
                .endsWith("io.pratique.cli.Main\ncheck\na b\n*\n\n");
    }

    @Test
    void passesOverAnOldJavaOnThePath() throws Exception {
        Path old = jdk("old", "17.0.2");
        jdk("jvm/a-17", "17.0.2");
        jdk("jvm/b-26", "26");
        environment.put("PATH", old.resolve("bin") + ":/usr/bin:/bin");

        assertThat(run(installed("app")).out()).startsWith("java 26\n");
    }

    @Test
    void takesTheJavaOfThePathThroughLinksBeforeItLooksElsewhere() throws Exception {
        Path home = jdk("somewhere/jdk", "25.0.9");
        jdk("jvm/b-26", "26");
        Files.createDirectories(temp.resolve("links"));
        Files.createSymbolicLink(temp.resolve("links/java"), home.resolve("bin/java"));
        environment.put("PATH", temp.resolve("links") + ":/usr/bin:/bin");

        assertThat(run(installed("app")).out()).startsWith("java 25.0.9\n");
    }

    @Test
    void passesOverAJavaHomeThatIsOldOrGone() throws Exception {
        jdk("jvm/b-26", "26");
        environment.put("JAVA_HOME", jdk("old", "11.0.1").toString());
        assertThat(run(installed("app")).out()).startsWith("java 26\n");

        environment.put("JAVA_HOME", temp.resolve("nowhere").toString());
        assertThat(run(installed("app2")).out()).startsWith("java 26\n");
    }

    @Test
    void saysInOneSentenceWhatToInstall() throws Exception {
        Path launcher = installed("app");
        Run none = run(launcher);
        assertThat(none.code()).isEqualTo(4);
        assertThat(none.out()).isEmpty();
        assertThat(none.err())
                .hasLineCount(1)
                .contains("needs a JDK of version 25 or newer", "install");

        jdk("jvm/old", "21.0.2");
        assertThat(run(launcher).err()).hasLineCount(1).contains("found only Java 21");

        environment.put("PRATIQUE_JAVA_HOME", temp.resolve("jvm/old").toString());
        assertThat(run(launcher).err()).hasLineCount(1).contains("PRATIQUE_JAVA_HOME", "jvm/old");
    }

    @Test
    void startsFromFoldersWithSpacesAndThroughLinks() throws Exception {
        jdk("jvm/jdk 25 of mine", "25");
        Path launcher = installed("my apps/it's here");
        Path link = Files.createSymbolicLink(temp.resolve("pratique"), launcher);
        Files.createSymbolicLink(temp.resolve("second"), link);

        Run run = run(temp.resolve("second"), "help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains(temp.resolve("my apps/it's here/lib/pratique.jar") + "\n");
        assertThat(run(List.of("sh", "-c", "PATH=$PWD:$PATH pratique help")).code()).isZero();
    }

    @Test
    void makesTheCacheOnceAndStartsWithIt() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = installed("app");

        assertThat(run(launcher).out())
                .contains("-XX:AOTCache=" + temp.resolve("app/lib/pratique-123-Some-25+7.aot"));

        // Another JDK needs another one.
        environment.put("PRATIQUE_JAVA_HOME", jdk("other", "26").toString());
        assertThat(run(launcher).out()).contains("pratique-123-Some-26+7.aot");
    }

    @Test
    void startsWithoutACacheWhereItCannotBeMade() throws Exception {
        Path home = jdk("jvm/jdk", "25");
        Path java = home.resolve("bin/java");
        Files.writeString(
                java,
                Files.readString(java).replace("echo cache >\"${word#*=}\"; exit 0", "exit 1"));
        Path launcher = installed("app");

        Run first = run(launcher);
        assertThat(first.code()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).doesNotContain("AOTCache");
        // It is not tried again at every start.
        assertThat(temp.resolve("app/lib/pratique-123-Some-25+7.aot")).isEmptyFile();
    }

    @Test
    void putsTheCacheIntoTheHomeOfAUserWhoMayNotWriteBesideTheProgram() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = installed("app");
        Path lib = temp.resolve("app/lib");
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(lib), "root may write everywhere");
            assertThat(run(launcher).out())
                    .contains(
                            "-XX:AOTCache="
                                    + temp.resolve(
                                            "home/.cache/pratique/pratique-123-Some-25+7.aot"));
        } finally {
            Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void leavesTheCacheAloneWhenToldTo() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = installed("app");
        environment.put("PRATIQUE_AOT", "off");
        assertThat(run(launcher).out()).doesNotContain("AOTCache");

        environment.remove("PRATIQUE_AOT");
        environment.put("CI", "true");
        assertThat(run(launcher).out())
                .as("training is dearer than one start")
                .doesNotContain("AOTCache");
        assertThat(temp.resolve("app/lib").toFile().list())
                .containsExactlyInAnyOrder("build", "pratique.jar");
    }

    @Test
    void putsTheOptionsOfTheUserLast() throws Exception {
        jdk("jvm/jdk", "25");
        environment.put("PRATIQUE_JAVA_OPTS", "-Xmx1g -XX:+UseParallelGC");

        assertThat(run(installed("app")).out())
                .containsSubsequence(
                        "-XX:+UseCompactObjectHeaders\n",
                        "-Xmx1g\n",
                        "-XX:+UseParallelGC\n",
                        "-cp\n")
                .doesNotContain("UseSerialGC");
    }

    @Test
    void tellsJavaThatNothingIsATerminalAndLetsItReadNames() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = installed("app");
        assertThat(run(launcher).out()).contains("terminal=\n", "locale=C.UTF-8\n");

        environment.put("LANG", "de_DE.UTF-8");
        assertThat(run(launcher).out()).contains("locale=\n");
    }

    // --- In a checkout ---------------------------------------------------------------------

    /** A checkout whose build is a script: it lays out what Maven would, and notes that it ran. */
    private Path checkout(String folder) throws IOException {
        Path root = temp.resolve(folder);
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("cli/pom.xml"), "");
        script(
                root.resolve("mvnw"),
                """
                case $1 in --version) exit 0 ;; esac
                echo "$JAVA_HOME $*" >>builds
                case $* in *verify*) exit "${FAKE_CODE:-0}" ;; esac
                [ -z "${FAKE_CODE:-}" ] || { echo 'the compiler says no'; exit "$FAKE_CODE"; }
                mkdir -p cli/target/pratique/lib
                sleep 0.3
                : >cli/target/pratique/lib/pratique.jar
                """);
        return Files.copy(LAUNCHER, root.resolve("pratique"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static List<String> builds(Path launcher) throws IOException {
        Path builds = launcher.resolveSibling("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    @Test
    void buildsOnceAndAgainWhenSourcesChange() throws Exception {
        Path home = jdk("jvm/jdk", "25");
        Path launcher = checkout("a checkout");

        assertThat(run(launcher, "check").out()).startsWith("java 25").contains("AOTCache=");
        assertThat(run(launcher, "check").err()).isEmpty();
        assertThat(builds(launcher))
                .singleElement()
                .asString()
                .startsWith(home + " ")
                .contains("package");

        Path source = Files.writeString(launcher.resolveSibling("cli/src/main/A.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        String before = cache(run(launcher, "check"));
        assertThat(builds(launcher)).hasSize(2);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(9)));
        assertThat(cache(run(launcher, "check"))).as("a cache is of one build").isEqualTo(before);
        assertThat(
                        launcher.resolveSibling("cli/target/pratique/lib")
                                .toFile()
                                .list((_, name) -> name.endsWith(".aot")))
                .hasSize(1);
    }

    private static String cache(Run run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("-XX:AOTCache="))
                .findFirst()
                .orElse("");
    }

    @Test
    void buildsOnceWhenSeveralStartAtOnce() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = checkout("checkout");

        Run run =
                run(
                        List.of(
                                "sh",
                                "-c",
                                "for i in 1 2 3 4; do \"$1\" check $i & done; wait",
                                "sh",
                                launcher.toString()));

        assertThat(run.out().lines().filter(line -> line.startsWith("java 25"))).hasSize(4);
        assertThat(builds(launcher)).hasSize(1);
    }

    @Test
    void showsTheEndOfABuildThatFailed() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = checkout("checkout");
        environment.put("FAKE_CODE", "1");

        Run run = run(launcher, "check");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("the compiler says no", "the build failed");
        environment.remove("FAKE_CODE");
        assertThat(run(launcher, "check").code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void runsTheTestsOfAFreshClone(List<String> shell) throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = checkout("checkout");
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of(launcher.toString(), "test", "-Dx=y"));

        assertThat(run(command).code()).isZero();
        assertThat(builds(launcher)).singleElement().asString().endsWith("verify -Dx=y");

        environment.put("FAKE_CODE", "1");
        assertThat(run(command).code()).isEqualTo(1);
    }

    @Test
    void buildsAfterTestsOfAPartOfTheProject() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = checkout("checkout");

        assertThat(run(launcher, "test", "-pl", "policy").code()).isZero();
        assertThat(run(launcher, "check").code()).isZero();

        assertThat(builds(launcher)).hasSize(2);
    }

    @Test
    void startsFromACheckoutThatIsBuiltAndMayNotBeWritten() throws Exception {
        jdk("jvm/jdk", "25");
        Path launcher = checkout("checkout");
        run(launcher, "check");
        Path target = launcher.resolveSibling("cli/target");
        try {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
            assertThat(run(launcher, "check").code()).isZero();
        } finally {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    // --- With a real JDK -------------------------------------------------------------------

    @Test
    void trainsARealCacheAndPassesOverOneThatDoesNotFit() throws Exception {
        Path launcher = installed("app");
        Path lib = temp.resolve("app/lib");
        layOut(lib);
        environment.put("PRATIQUE_JAVA_HOME", System.getProperty("java.home"));
        environment.put("PRATIQUE_AOT", "train");
        assertThat(run(launcher).code()).isZero();
        environment.remove("PRATIQUE_AOT");
        Path[] caches = caches(lib);
        assertThat(caches).hasSize(1);
        assertThat(caches[0]).isNotEmptyFile();

        Path manifest =
                Files.writeString(
                        temp.resolve("pod.yaml"),
                        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: [{name: a, image: a}]}\n");
        environment.put("PRATIQUE_JAVA_OPTS", "-Xlog:class+load:file=" + temp.resolve("classes"));
        Run with = run(launcher, "check", manifest.toString());
        environment.remove("PRATIQUE_JAVA_OPTS");
        assertThat(with.err()).isEmpty();
        assertThat(with.code()).isEqualTo(1);
        assertThat(with.out()).contains("hostPID");
        assertThat(
                        Files.readAllLines(temp.resolve("classes")).stream()
                                .filter(line -> line.contains(" io.pratique.cli.Main ")))
                .as("comes from the cache")
                .singleElement()
                .asString()
                .contains("shared objects file");

        // One of a half-written file, and one of other jars.
        byte[] good = Files.readAllBytes(caches[0]);
        Files.write(caches[0], Arrays.copyOf(good, good.length / 2));
        assertThat(run(launcher, "check", manifest.toString())).isEqualTo(with);
        Files.write(caches[0], good);
        Files.setLastModifiedTime(
                lib.resolve("pratique.jar"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run(launcher, "check", manifest.toString())).isEqualTo(with);
    }

    private static Path[] caches(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".aot")).toArray(Path[]::new);
        }
    }

    /**
     * One jar of all classes of ours, and beside it the libraries, as the assembly lays them out.
     */
    private static void layOut(Path lib) throws IOException {
        Map<String, Path> classes = new TreeMap<>();
        List<String> libraries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                if (!path.endsWith("test-classes")) {
                    try (Stream<Path> files = Files.walk(path)) {
                        files.filter(Files::isRegularFile)
                                .forEach(file ->
                                        classes.put(path.relativize(file).toString(), file));
                    }
                }
            } else if (entry.endsWith(".jar")) {
                Files.copy(
                        path,
                        lib.resolve(path.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                libraries.add(path.getFileName().toString());
            }
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", libraries));
        try (OutputStream file = Files.newOutputStream(lib.resolve("pratique.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, Path> entry : classes.entrySet()) {
                if (!entry.getKey().startsWith("META-INF/MANIFEST")) {
                    jar.putNextEntry(new ZipEntry(entry.getKey()));
                    Files.copy(entry.getValue(), jar);
                    jar.closeEntry();
                }
            }
        }
    }

    @Test
    void theCiScriptRunsTheReadmesTestCommand() throws IOException {
        assertThat(
                        Files.readString(
                                LAUNCHER.resolveSibling(".ci").resolve("run"),
                                StandardCharsets.UTF_8))
                .contains("./pratique test");
        assertThat(Files.readString(LAUNCHER.resolveSibling("README.md"), StandardCharsets.UTF_8))
                .contains("./pratique test", "./pratique check examples");
    }
}
