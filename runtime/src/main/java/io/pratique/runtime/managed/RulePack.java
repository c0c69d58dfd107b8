package io.pratique.runtime.managed;

import io.pratique.document.Position;
import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.rule.LoadOptions;
import io.pratique.runtime.rule.RuleFiles;
import io.pratique.runtime.rule.RuleLoader;
import io.pratique.runtime.sample.Sample;
import io.pratique.runtime.sample.SampleFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A pack of rules with their samples: the one that comes with this program, or a newer one. Either
 * the whole pack is as its manifest says, or none of it is used.
 */
public final class RulePack {
    private static final String RESOURCES = "/io/pratique/runtime/managed/";

    private final Manifest manifest;
    private final List<RuleLoader.Input> inputs;
    private final RuleFiles rules;
    private final List<Sample> samples;

    private RulePack(
            Manifest manifest,
            List<RuleLoader.Input> inputs,
            RuleFiles rules,
            List<Sample> samples) {
        this.manifest = manifest;
        this.inputs = List.copyOf(inputs);
        this.rules = rules;
        this.samples = List.copyOf(samples);
    }

    /** The pack that comes with this program; it is as good as the program itself. */
    public static RulePack managed() {
        try {
            return read(RulePack::resource);
        } catch (IOException | InvalidPack e) {
            throw new IllegalStateException("the managed rules of this program are damaged", e);
        }
    }

    private static Optional<byte[]> resource(String name) throws IOException {
        try (InputStream in = RulePack.class.getResourceAsStream(RESOURCES + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /**
     * Opens a pack from outside.
     *
     * @param keys one of which must have signed the manifest
     * @throws InvalidPack when a signature, a digest or a rule is wrong, or a file is missing
     */
    public static RulePack open(PackFiles files, PackKeys keys) throws IOException, InvalidPack {
        byte[] manifest = required(files, Manifest.FILE);
        byte[] signature = required(files, Manifest.SIGNATURE_FILE);
        if (!keys.accept(manifest, new String(signature, StandardCharsets.US_ASCII))) {
            throw invalid(
                    Manifest.SIGNATURE_FILE,
                    "the signature of the pack is not by a key that is trusted",
                    "Get the pack again, or name the key that signed it.");
        }
        // What was signed is what is read, even when the files change meanwhile.
        return read(name -> name.equals(Manifest.FILE) ? Optional.of(manifest) : files.read(name));
    }

    private static RulePack read(PackFiles files) throws IOException, InvalidPack {
        Manifest manifest =
                Manifest.read(RuleLoader.Input.of(Manifest.FILE, required(files, Manifest.FILE)));
        List<RuleLoader.Input> inputs = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (Manifest.Entry entry : manifest.files()) {
            byte[] bytes = required(files, entry.name());
            if (!sha256(bytes).equals(entry.sha256())) {
                throw invalid(
                        entry.name(),
                        "the file is not the one of the manifest: its SHA-256 is " + sha256(bytes),
                        "Get the pack again.");
            }
            RuleLoader.Input input = RuleLoader.Input.of("managed/" + entry.name(), bytes);
            if (entry.name().endsWith(SampleFiles.ENDING)) {
                SampleFiles.Result result = SampleFiles.read(input);
                if (!result.isSuccessful()) {
                    throw new InvalidPack(result.problems().getFirst());
                }
                samples.addAll(result.samples());
            } else {
                inputs.add(input);
            }
        }
        RuleFiles rules = new RuleLoader(options()).load(inputs);
        if (!rules.isSuccessful()) {
            var problem =
                    rules.results().stream()
                            .flatMap(result -> result.errors().stream())
                            .findFirst()
                            .orElseThrow();
            throw new InvalidPack(
                    new FormProblem(
                            FormProblem.Code.WRONG_VALUE,
                            problem.file(),
                            problem.position(),
                            "",
                            "",
                            problem.message(),
                            problem.hint()));
        }
        return new RulePack(manifest, inputs, rules, samples);
    }

    /** The language of packs: Falco's, and what managed rules say of themselves. */
    public static LoadOptions options() {
        return LoadOptions.standard().withExtraKeys(ManagedRule.KEYS);
    }

    private static byte[] required(PackFiles files, String name) throws IOException, InvalidPack {
        Optional<byte[]> bytes = files.read(name);
        if (bytes.isEmpty()) {
            throw invalid(name, "the pack has no such file", "Get the pack again.");
        }
        return bytes.get();
    }

    private static InvalidPack invalid(String file, String message, String hint) {
        return new InvalidPack(
                new FormProblem(
                        FormProblem.Code.UNREADABLE,
                        file,
                        new Position(1, 1),
                        "",
                        "",
                        message,
                        hint));
    }

    /** The SHA-256 of bytes, as manifests write it. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Its rule files, in load order. */
    public List<RuleLoader.Input> inputs() {
        return inputs;
    }

    public RuleFiles rules() {
        return rules;
    }

    /** Its rules, in the order of their ids. */
    public List<ManagedRule> managedRules() {
        return rules.rules().stream()
                .map(ManagedRule::new)
                .sorted(Comparator.comparing(ManagedRule::id))
                .toList();
    }

    public List<Sample> samples() {
        return samples;
    }
}
