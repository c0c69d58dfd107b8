package io.pratique.policy.trend;

import io.pratique.document.Node;
import io.pratique.policy.Attestor;
import io.pratique.policy.format.Problems;
import io.pratique.policy.format.PublicKeys;
import io.pratique.policy.format.Resource;
import java.util.Optional;
import java.util.Set;

/** Reads an Attestor of Trend's. */
final class AttestorReader {
    private AttestorReader() {}

    static Optional<Resource> read(Node root, String name, Problems problems) {
        Optional<Node> found = TrendReader.spec(root, problems);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Node spec = found.get();
        TrendReader.loseOthers(
                spec,
                Set.of(
                        "type",
                        "description",
                        "publicKey",
                        "transparencyLogEnabled",
                        "transparencyLogOptions"),
                "attestor",
                problems);
        String type = spec.textOf("type").orElse("");
        if (!type.equals("cosignPublicKey")) {
            problems.error(
                    spec.get("type").orElse(spec),
                    "wrong-value",
                    "the type of an attestor is cosignPublicKey, and not '" + type + "'",
                    "");
        }
        String key = key(spec, problems);
        if (key.isEmpty() && spec.present("publicKey").isEmpty()) {
            problems.error(spec, "missing-field", "the attestor lacks its publicKey", "");
        }
        return Optional.of(
                new Resource.OfAttestor(
                        new Attestor(
                                name,
                                spec.textOf("description").orElse(""),
                                key,
                                log(spec, problems))));
    }

    private static Optional<Attestor.TransparencyLog> log(Node spec, Problems problems) {
        Optional<Node> options = spec.present("transparencyLogOptions").filter(Node::isObject);
        String server = options.flatMap(node -> node.textOf("server")).orElse("");
        String key = options.isEmpty() ? "" : key(options.get(), problems);
        if (TrendReader.isTrue(spec, "transparencyLogEnabled", problems)) {
            return Optional.of(new Attestor.TransparencyLog(server, key));
        }
        if (!server.isEmpty() || !key.isEmpty()) {
            problems.warning(
                    options.orElse(spec),
                    TrendReader.LOST,
                    "the transparency log is switched off, so its options are left out",
                    "");
        }
        return Optional.empty();
    }

    /** Trend's samples write the line ends of a key as a backslash and an n. */
    private static String key(Node object, Problems problems) {
        Optional<Node> written = object.present("publicKey");
        if (written.isEmpty()) {
            return "";
        }
        String key =
                written.get().isText()
                        ? written.get().text().replace("\\r", "").replace("\\n", "\n").strip()
                        : "";
        if (key.isEmpty() && written.get().isText()) {
            return "";
        }
        if (!PublicKeys.looksRight(key)) {
            problems.error(
                    written.get(),
                    "wrong-value",
                    "'publicKey' must be a public key as PEM: -----BEGIN PUBLIC KEY----- …",
                    "Take it from the file that cosign made (cosign.pub).");
            return "";
        }
        return key + "\n";
    }
}
