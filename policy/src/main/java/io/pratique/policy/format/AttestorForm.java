package io.pratique.policy.format;

import static io.pratique.policy.format.Form.optional;
import static io.pratique.policy.format.Form.required;

import java.util.List;

/** The form of an Attestor document. */
final class AttestorForm {
    static final String KIND = "Attestor";

    private static final Form.Type TEXT = new Form.Type.Text("", "a text");
    private static final Form.Type KEY =
            new Form.Type.Text(PublicKeys.PEM, "a public key as PEM: -----BEGIN PUBLIC KEY----- …");

    static final Form TRANSPARENCY_LOG =
            new Form(
                    "transparency log",
                    List.of(
                            optional(
                                    "server",
                                    new Form.Type.Text(
                                            "https?://[A-Za-z0-9.-]+(:[0-9]+)?(/.*)?",
                                            "an address such as https://log.example.com"),
                                    "Its address; without it, the public Rekor."),
                            optional(
                                    "publicKey",
                                    KEY,
                                    "Its key; without it, that of the public Rekor.")));

    static final Form SPEC =
            new Form(
                    "attestor",
                    List.of(
                            required(
                                    "type",
                                    new Form.Type.Choice(List.of("cosignPublicKey")),
                                    "How it signs."),
                            optional("description", TEXT, "Who it is."),
                            required("publicKey", KEY, "The key whose signatures count."),
                            optional(
                                    "transparencyLog",
                                    new Form.Type.One(TRANSPARENCY_LOG),
                                    "The log in which a signature must stand; without it, none is asked.")));

    static final Form DOCUMENT = PolicyForm.resource(KIND, SPEC, "The attestor.");

    private AttestorForm() {}
}
