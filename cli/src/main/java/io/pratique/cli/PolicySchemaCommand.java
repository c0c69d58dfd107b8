package io.pratique.cli;

import io.pratique.policy.format.JsonSchema;
import java.io.PrintStream;
import java.util.List;

/** {@code pratique policy schema}. */
final class PolicySchemaCommand implements Command {
    private final PrintStream out;

    PolicySchemaCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Usage usage() {
        return new Usage(
                "policy schema",
                "Prints the JSON Schema of policy files, for editors and other programs.",
                List.of(),
                List.of(),
                List.of(),
                List.of("pratique policy schema > security-policy.schema.json"));
    }

    @Override
    public ExitCode run(Arguments arguments) {
        out.print(JsonSchema.ofDocuments());
        return ExitCode.CLEAN;
    }
}
