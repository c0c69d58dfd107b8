package io.pratique.runtime.managed;

import io.pratique.document.Position;
import io.pratique.runtime.form.Form;
import io.pratique.runtime.form.FormProblem;
import io.pratique.runtime.output.JsonText;
import io.pratique.runtime.rule.RuleLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says which files a pack of rules has. Its signature is over its bytes, and so over all of them.
 *
 * @param name of the pack
 * @param version three numbers with dots between them
 * @param files in their load order
 */
public record Manifest(String name, String version, List<Entry> files) {
    /** The name of its file. */
    public static final String FILE = "manifest.json";

    /** The name of the file of its signature: Ed25519, in base 64. */
    public static final String SIGNATURE_FILE = "manifest.json.sig";

    private static final String API_VERSION = "pratique.io/v1";
    private static final String KIND = "RulePack";
    private static final Pattern FILE_NAME =
            Pattern.compile("[a-z0-9][a-z0-9-]{0,63}\\.(yaml|samples)");
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * A file.
     *
     * @param name without a folder
     * @param sha256 64 digits of base 16
     */
    public record Entry(String name, String sha256) {}

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * Reads a manifest.
     *
     * @throws InvalidPack when it is none
     */
    public static Manifest read(RuleLoader.Input input) throws InvalidPack {
        List<FormProblem> problems = new ArrayList<>();
        List<Manifest> found = new ArrayList<>();
        Form.read(input, problems::add, form -> found.add(of(form, problems)));
        for (FormProblem problem : problems) {
            if (problem.code().isError()) {
                throw new InvalidPack(problem);
            }
        }
        if (found.size() != 1) {
            throw new InvalidPack(
                    new FormProblem(
                            FormProblem.Code.WRONG_VALUE,
                            input.name(),
                            new Position(1, 1),
                            "",
                            "",
                            "there are " + found.size() + " manifests in it",
                            "Write one."));
        }
        return found.getFirst();
    }

    private static Manifest of(Form form, List<FormProblem> problems) {
        form.requireKeys(List.of("apiVersion", "kind", "metadata", "files"), problems::add);
        form.word("apiVersion", List.of(API_VERSION));
        form.word("kind", List.of(KIND));
        Form metadata = form.form("metadata");
        metadata.requireKeys(List.of("name", "version"), problems::add);
        matching(metadata, "version", VERSION, "Write three numbers, such as 1.0.0.");
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Form file : form.forms("files")) {
            file.requireKeys(List.of("name", "sha256"), problems::add);
            matching(file, "name", FILE_NAME, "Rules end with .yaml, samples with .samples.");
            matching(file, "sha256", DIGEST, "Write 64 digits of base 16, in small letters.");
            if (!seen.add(file.text("name"))) {
                throw file.invalid(
                        FormProblem.Code.DUPLICATE,
                        "name",
                        "the file stands in the list twice",
                        "");
            }
            entries.add(new Entry(file.text("name"), file.text("sha256")));
        }
        return new Manifest(metadata.text("name"), metadata.text("version"), entries);
    }

    private static void matching(Form form, String key, Pattern pattern, String hint) {
        if (!pattern.matcher(form.text(key)).matches()) {
            throw form.invalid(
                    FormProblem.Code.WRONG_VALUE, key, "the value is not of its form", hint);
        }
    }

    /** Its text. */
    public String json() {
        JsonText json = new JsonText();
        json.beginObject();
        json.key("apiVersion").text(API_VERSION);
        json.key("kind").text(KIND);
        json.key("metadata").beginObject();
        json.key("name").text(name).key("version").text(version).endObject();
        json.key("files").beginArray();
        for (Entry file : files) {
            json.beginObject().key("name").text(file.name());
            json.key("sha256").text(file.sha256()).endObject();
        }
        return json.endArray().endObject() + "\n";
    }
}
