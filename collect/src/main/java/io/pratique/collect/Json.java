package io.pratique.collect;

import io.pratique.document.Documents;
import io.pratique.document.InvalidDocument;
import io.pratique.document.Position;
import io.pratique.document.Source;
import java.util.Arrays;

/** Reads JSON of which nothing may be left over. */
public final class Json {
    private Json() {}

    /**
     * The value in some bytes; a byte order mark before it is passed over.
     *
     * @throws InvalidDocument when it is no JSON, or cut off, or has a key twice
     */
    public static Value read(String name, byte[] bytes) {
        boolean mark =
                bytes.length >= 3
                        && bytes[0] == (byte) 0xEF
                        && bytes[1] == (byte) 0xBB
                        && bytes[2] == (byte) 0xBF;
        Source source = Source.of(name, mark ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes);
        return Value.of(
                new Documents.Slice(source, 0, source.length(), Documents.Format.JSON)
                        .read()
                        .root());
    }

    /**
     * The object in some bytes.
     *
     * @throws InvalidDocument as {@link #read}, and when it is no object
     */
    public static Value.Fields object(String name, byte[] bytes) {
        if (read(name, bytes) instanceof Value.Fields fields) {
            return fields;
        }
        throw new InvalidDocument(
                InvalidDocument.Code.WRONG_TYPE, new Position(1, 1), "it is no JSON object", "");
    }
}
