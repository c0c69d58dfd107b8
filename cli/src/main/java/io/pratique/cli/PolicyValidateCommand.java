package io.pratique.cli;

import io.pratique.policy.Definition;
import io.pratique.policy.SecurityPolicy;
import io.pratique.policy.format.Resource;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code pratique policy validate}: says all that is wrong with policy files. */
final class PolicyValidateCommand implements Command {
    private static final String OUTPUT = "--output";
    private static final String STRICT = "--strict";

    private final InputStream in;
    private final PrintStream out;
    private final Clock clock;

    PolicyValidateCommand(InputStream in, PrintStream out, Clock clock) {
        this.in = in;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "policy validate",
                "Says all that is wrong with policy files, and what to write instead.",
                List.of(
                        Operand.many(
                                "FILE",
                                Values.policies(),
                                "a policy file, a folder of them, the name of a preset, or - for standard input")),
                List.of(
                        Option.choice(
                                        OUTPUT,
                                        List.of("text", "json"),
                                        "the form of the answer; text")
                                .or("-o"),
                        Option.flag(STRICT, "takes warnings for errors")),
                List.of("0 valid", "2 invalid, or not readable", "3 wrong usage"),
                List.of(
                        "pratique policy validate policies/",
                        "pratique policy validate --output json policy.yaml",
                        "kubectl get clusterpolicies -o yaml | pratique policy validate -"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        PolicyFiles.Loaded loaded =
                new PolicyFiles(in, LocalDate.now(clock)).load(arguments.operands());
        boolean valid = arguments.has(STRICT) ? loaded.faults().isEmpty() : loaded.isValid();
        if (arguments.text(OUTPUT, "text").equals("json")) {
            json(loaded, valid);
        } else {
            text(loaded, valid);
        }
        return valid ? ExitCode.CLEAN : ExitCode.NOT_JUDGED;
    }

    private void text(PolicyFiles.Loaded loaded, boolean valid) {
        loaded.faults().forEach(fault -> out.println(fault.shown()));
        if (!loaded.faults().isEmpty()) {
            out.println();
        }
        for (PolicyFiles.Found found : loaded.found()) {
            out.println(
                    found.path()
                            + (found.line() > 0 ? ":" + found.line() : "")
                            + ": "
                            + found.resource().kind()
                            + " "
                            + found.resource().name()
                            + described(found));
        }
        long errors = loaded.faults().stream().filter(Fault::isError).count();
        long warnings = loaded.faults().size() - errors;
        out.println(
                (valid ? "Valid" : "Invalid")
                        + ": "
                        + counted(errors, "error")
                        + ", "
                        + counted(warnings, "warning")
                        + ".");
    }

    private static String described(PolicyFiles.Found found) {
        String origin = found.imported() ? ", read from Trend's resource" : "";
        return switch (found.resource()) {
            case Resource.OfPolicy(SecurityPolicy policy) ->
                    " ("
                            + policy.platform().id()
                            + ", "
                            + counted(rules(policy), "rule")
                            + ", "
                            + counted(policy.exceptions().size(), "exception")
                            + origin
                            + ")";
            case Resource.OfAttestor _, Resource.OfRuleset _ ->
                    origin.isEmpty() ? "" : " (" + origin.substring(2) + ")";
        };
    }

    private static int rules(SecurityPolicy policy) {
        int rules = policy.rules().size() + policy.signatures().size();
        for (Definition definition : policy.namespaced()) {
            rules += definition.rules().size();
        }
        return rules;
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void json(PolicyFiles.Loaded loaded, boolean valid) {
        JsonGenerator json = JsonOutput.to(out);
        json.writeStartObject();
        json.writeBooleanProperty("valid", valid);
        json.writeArrayPropertyStart("documents");
        for (PolicyFiles.Found found : loaded.found()) {
            json.writeStartObject();
            json.writeStringProperty("path", found.path());
            json.writeNumberProperty("line", found.line());
            json.writeStringProperty("kind", found.resource().kind());
            json.writeStringProperty("name", found.resource().name());
            json.writeBooleanProperty("imported", found.imported());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonOutput.faults(json, "problems", loaded.faults());
        json.writeEndObject();
        JsonOutput.end(json);
    }
}
