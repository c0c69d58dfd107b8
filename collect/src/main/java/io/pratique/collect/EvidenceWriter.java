package io.pratique.collect;

import io.pratique.document.CanonicalJson;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes evidence documents as JSON (docs/evidence.md).
 *
 * <p>The id is {@code sha256:} and the hash of the canonical form of the document without its
 * {@code id}: no white space, the members of every object in the order of their names, numbers as
 * they are written. Subjects are sorted by kind and id. So the same facts make the same id.
 */
public final class EvidenceWriter {
    private final JsonFactory factory = new JsonFactory();

    /** The id of a document: {@code sha256:} and 64 hexadecimal digits. */
    public String id(Evidence evidence) {
        return idOf(document(evidence));
    }

    /**
     * Writes a document and a line end; the stream stays open.
     *
     * @return the id of the document
     */
    public String write(Evidence evidence, OutputStream out) throws IOException {
        Value.Fields document = document(evidence);
        String id = idOf(document);
        Map<String, Value> whole = new LinkedHashMap<>();
        whole.put("schema", Value.of(Evidence.SCHEMA));
        whole.put("id", Value.of(id));
        document.members().forEach(whole::put);
        // Closing the generator of a stream that is not its own only flushes it.
        try (JsonGenerator json =
                factory.createGenerator(ObjectWriteContext.empty(), new Open(out))) {
            write(json, new Value.Fields(whole));
        }
        out.write('\n');
        out.flush();
        return id;
    }

    /** A stream that its user does not close. */
    private static final class Open extends FilterOutputStream {
        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static String idOf(Value.Fields document) {
        try {
            StringBuilder canonical = new StringBuilder(1 << 16);
            canonical(document, canonical);
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Value.Fields document(Evidence evidence) {
        Facts scope = new Facts();
        new TreeMap<>(evidence.scope()).forEach(scope::put);
        List<Evidence.Subject> subjects = new ArrayList<>(evidence.subjects());
        subjects.sort(
                Comparator.comparing(Evidence.Subject::kind).thenComparing(Evidence.Subject::id));
        return new Facts()
                .put("schema", Evidence.SCHEMA)
                .put(
                        "collector",
                        new Facts()
                                .put("name", evidence.collector())
                                .put("version", evidence.version())
                                .done())
                .put(
                        "collectedAt",
                        evidence.collectedAt().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("origin", evidence.origin().name().toLowerCase(Locale.ROOT))
                .put("scope", scope.done())
                .put(
                        "coverage",
                        new Value.Items(
                                evidence.coverage().entries().stream()
                                        .map(EvidenceWriter::entry)
                                        .toList()))
                .put(
                        "subjects",
                        new Value.Items(subjects.stream().map(EvidenceWriter::subject).toList()))
                .done();
    }

    private static Value entry(Coverage.Entry entry) {
        Facts facts =
                new Facts().put("source", entry.source()).put("status", entry.status().name());
        entry.reason().ifPresent(reason -> facts.put("reason", reason.name()));
        putText(facts, "detail", entry.detail());
        putText(facts, "subject", entry.subject());
        putText(facts, "path", entry.path());
        return facts.done();
    }

    private static void putText(Facts facts, String name, String text) {
        if (!text.isEmpty()) {
            facts.put(name, text);
        }
    }

    private static void putTexts(Facts facts, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            facts.put(name, Value.ofTexts(texts));
        }
    }

    private static Value subject(Evidence.Subject subject) {
        Facts facts = new Facts().put("kind", subject.kind()).put("id", subject.id());
        if (!subject.relations().isEmpty()) {
            Facts relations = new Facts();
            new TreeMap<>(subject.relations())
                    .forEach((name, ids) -> relations.put(name, Value.ofTexts(ids)));
            facts.put("relations", relations.done());
        }
        if (!subject.facts().members().isEmpty()) {
            facts.put("facts", subject.facts());
        }
        subject.extra().members().forEach(facts::put);
        switch (subject.content()) {
            case Evidence.Doc(
                            Value.Fields fields,
                            List<String> unresolved,
                            List<String> redactions) -> {
                facts.put("doc", fields);
                putTexts(facts, "unresolved", unresolved);
                putTexts(facts, "redactions", redactions);
            }
            case Evidence.Missing(Coverage.Reason reason, String supply) ->
                    facts.put(
                            "missing",
                            new Facts().put("reason", reason.name()).put("supply", supply).done());
        }
        subject.location()
                .ifPresent(location ->
                        facts.put(
                                "loc",
                                new Facts()
                                        .put("file", location.file())
                                        .put("line", location.line())
                                        .done()));
        return facts.done();
    }

    private static void write(JsonGenerator json, Value value) {
        switch (value) {
            case Value.Text(String text) -> json.writeString(text);
            case Value.Numeral(String written) -> json.writeNumber(written);
            case Value.Flag(boolean isTrue) -> json.writeBoolean(isTrue);
            case Value.Nothing() -> json.writeNull();
            case Value.Items(List<Value> items) -> {
                json.writeStartArray();
                items.forEach(item -> write(json, item));
                json.writeEndArray();
            }
            case Value.Fields(Map<String, Value> members) -> {
                json.writeStartObject();
                members.forEach((name, member) -> {
                    json.writeName(name);
                    write(json, member);
                });
                json.writeEndObject();
            }
        }
    }

    private static void canonical(Value value, StringBuilder out) {
        switch (value) {
            case Value.Text(String text) -> CanonicalJson.text(text, out);
            case Value.Numeral(String written) -> out.append(written);
            case Value.Flag(boolean isTrue) -> out.append(isTrue);
            case Value.Nothing() -> out.append("null");
            case Value.Items(List<Value> items) -> {
                char before = '[';
                for (Value item : items) {
                    out.append(before);
                    canonical(item, out);
                    before = ',';
                }
                out.append(items.isEmpty() ? "[]" : "]");
            }
            case Value.Fields(Map<String, Value> members) -> {
                char before = '{';
                for (Map.Entry<String, Value> member : new TreeMap<>(members).entrySet()) {
                    out.append(before);
                    CanonicalJson.text(member.getKey(), out);
                    out.append(':');
                    canonical(member.getValue(), out);
                    before = ',';
                }
                out.append(members.isEmpty() ? "{}" : "}");
            }
        }
    }
}
