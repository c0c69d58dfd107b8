package io.pratique.collect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes evidence documents as JSON.
 *
 * <p>The id is {@code sha256:} and the hash of the document as it is written here, without its
 * {@code id}: compact, in UTF-8, members as they stand. Subjects are sorted by kind and id, and the
 * members that are maps by name, so the same facts make the same bytes. A reader checks a document
 * by cutting the member out: it is the second, {@code {"schema":"…","id":"…",…}}.
 */
public final class EvidenceWriter {
    private final JsonFactory factory = new JsonFactory();

    /** The id of a document: {@code sha256:} and 64 hexadecimal digits. */
    public String id(Evidence evidence) {
        return idOf(body(evidence));
    }

    /**
     * Writes a document and a line end; the stream stays open.
     *
     * @return the id of the document
     */
    public String write(Evidence evidence, OutputStream out) throws IOException {
        byte[] body = body(evidence);
        String id = idOf(body);
        int cut = ("{\"schema\":\"" + Evidence.SCHEMA + "\",").length();
        out.write(body, 0, cut);
        out.write(ascii("\"id\":\"" + id + "\","));
        out.write(body, cut, body.length - cut);
        out.write('\n');
        return id;
    }

    private static String idOf(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] body(Evidence evidence) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("schema", Evidence.SCHEMA);
            json.writeObjectPropertyStart("collector");
            json.writeStringProperty("name", evidence.collector());
            json.writeStringProperty("version", evidence.version());
            json.writeEndObject();
            Instant second = evidence.collectedAt().truncatedTo(ChronoUnit.SECONDS);
            json.writeStringProperty("collectedAt", second.toString());
            json.writeStringProperty("origin", evidence.origin().name().toLowerCase(Locale.ROOT));
            json.writeObjectPropertyStart("scope");
            new TreeMap<>(evidence.scope()).forEach(json::writeStringProperty);
            json.writeEndObject();
            coverage(json, evidence.coverage());
            json.writeArrayPropertyStart("subjects");
            List<Evidence.Subject> subjects = new ArrayList<>(evidence.subjects());
            subjects.sort(
                    Comparator.comparing(Evidence.Subject::kind)
                            .thenComparing(Evidence.Subject::id));
            for (Evidence.Subject subject : subjects) {
                subject(json, subject);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void coverage(JsonGenerator json, Coverage coverage) {
        json.writeArrayPropertyStart("coverage");
        for (Coverage.Entry entry : coverage.entries()) {
            json.writeStartObject();
            json.writeStringProperty("source", entry.source());
            json.writeStringProperty("status", entry.status().name());
            entry.reason().ifPresent(reason -> json.writeStringProperty("reason", reason.name()));
            if (!entry.detail().isEmpty()) {
                json.writeStringProperty("detail", entry.detail());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void subject(JsonGenerator json, Evidence.Subject subject) {
        json.writeStartObject();
        json.writeStringProperty("kind", subject.kind());
        json.writeStringProperty("id", subject.id());
        json.writeObjectPropertyStart("relations");
        for (Map.Entry<String, List<String>> relation :
                new TreeMap<>(subject.relations()).entrySet()) {
            texts(json, relation.getKey(), relation.getValue());
        }
        json.writeEndObject();
        json.writeName("facts");
        value(json, subject.facts());
        json.writeName("doc");
        value(json, subject.doc());
        texts(json, "unresolved", subject.unresolved());
        texts(json, "redactions", subject.redactions());
        subject.location()
                .ifPresent(location -> {
                    json.writeObjectPropertyStart("loc");
                    json.writeStringProperty("file", location.file());
                    json.writeNumberProperty("line", location.line());
                    json.writeEndObject();
                });
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void value(JsonGenerator json, Value value) {
        switch (value) {
            case Value.Text(String text) -> json.writeString(text);
            case Value.Numeral(String written) -> json.writeNumber(written);
            case Value.Flag(boolean isTrue) -> json.writeBoolean(isTrue);
            case Value.Nothing() -> json.writeNull();
            case Value.Items(List<Value> items) -> {
                json.writeStartArray();
                items.forEach(item -> value(json, item));
                json.writeEndArray();
            }
            case Value.Fields(Map<String, Value> members) -> {
                json.writeStartObject();
                members.forEach((name, member) -> {
                    json.writeName(name);
                    value(json, member);
                });
                json.writeEndObject();
            }
        }
    }
}
