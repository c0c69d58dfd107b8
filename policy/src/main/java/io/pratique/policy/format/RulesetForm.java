package io.pratique.policy.format;

import static io.pratique.policy.format.Form.optional;
import static io.pratique.policy.format.Form.required;

import io.pratique.policy.Mitigation;
import io.pratique.policy.Ruleset;
import java.util.Arrays;
import java.util.List;

/** The form of a Ruleset document. */
final class RulesetForm {
    static final String KIND = "Ruleset";

    private static final Form.Type TEXT = new Form.Type.Text("", "a text");

    static final Form LABEL =
            new Form(
                    "label",
                    List.of(
                            required("key", TEXT, "The key of the label."),
                            required("value", TEXT, "Its value.")));

    static final Form DETECTION =
            new Form(
                    "detection",
                    List.of(
                            required(
                                    "id",
                                    new Form.Type.Text(
                                            "[A-Za-z0-9_.-]{1,128}",
                                            "letters, digits, '_', '.' and '-'"),
                                    "The id of the detection rule."),
                            optional(
                                    "mitigation",
                                    new Form.Type.Choice(
                                            Arrays.stream(Mitigation.values())
                                                    .map(Mitigation::id)
                                                    .toList()),
                                    "What happens when it fires; log when not written.")));

    static final Form SPEC =
            new Form(
                    "ruleset",
                    List.of(
                            optional("description", TEXT, "What it is for."),
                            optional(
                                    "labels",
                                    new Form.Type.Many(LABEL),
                                    "The pods it is for; without it, all."),
                            optional(
                                    "labelMatch",
                                    new Form.Type.Choice(
                                            Arrays.stream(Ruleset.LabelMatch.values())
                                                    .map(Ruleset.LabelMatch::id)
                                                    .toList()),
                                    "any: pods that carry any of the labels, the default; notAny: pods that carry none."),
                            optional(
                                    "rules",
                                    new Form.Type.Many(DETECTION),
                                    "The detection rules that are on.")));

    static final Form DOCUMENT = PolicyForm.resource(KIND, SPEC, "The ruleset.");

    private RulesetForm() {}
}
