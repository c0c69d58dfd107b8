package io.pratique.collect.iac;

import io.pratique.collect.Value;
import io.pratique.model.Declared.Resolved;
import io.pratique.model.DeclaredReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns the properties of a declared resource into the JSON that the AWS API would answer for it
 * (spec/posture.md, section 15), and notes what is not known. Not for several threads.
 */
final class ApiForm {
    /** Objects whose keys are the customer's own and stay as they are. */
    private static final Set<String> FREE =
            Set.of("dockerLabels", "options", "driverOpts", "labels", "driver_opts");

    private final List<String> unresolved = new ArrayList<>();

    List<String> unresolved() {
        return unresolved;
    }

    /** The properties of a CloudFormation resource, or of JSON in any case. */
    Value.Fields template(Resolved properties) {
        return asFields(value(properties, "", Names.PASCAL));
    }

    /** The attributes of a resource of Terraform's AWS provider. */
    Value.Fields terraform(Resolved properties) {
        if (!(properties instanceof Resolved.Fields(Map<String, Resolved> members))) {
            unresolved.add("");
            return Value.EMPTY;
        }
        Map<String, Value> out = new LinkedHashMap<>();
        members.forEach((name, written) -> {
            if (written instanceof Resolved.Text(String text)
                    && text.isEmpty()
                    && !name.equals("container_definitions")) {
                return;
            }
            attribute(name, written, out);
        });
        return new Value.Fields(out);
    }

    private static Value.Fields asFields(Value value) {
        return value instanceof Value.Fields fields ? fields : Value.EMPTY;
    }

    private void attribute(String name, Resolved written, Map<String, Value> out) {
        switch (name) {
            case "container_definitions" -> {
                Resolved inner =
                        written instanceof Resolved.Text(String text)
                                ? text.isEmpty()
                                        // Any part that is not known leaves nothing in the plan.
                                        ? new Resolved.Unknown("known after apply")
                                        : DeclaredReader.inner(text)
                                : written;
                put(
                        out,
                        "containerDefinitions",
                        value(inner, "/containerDefinitions", Names.PASCAL));
            }
            case "volume" -> put(out, "volumes", value(written, "/volumes", Names.SNAKE));
            case "tags_all" -> put(out, "tags", tags(written));
            case "tags" -> {
                if (!out.containsKey("tags")) {
                    put(out, "tags", tags(written));
                }
            }
            case "arn" -> {
                // Only the identity: that it is not known yet matters to nobody.
            }
            case "setting" -> put(out, "settings", value(written, "/settings", Names.SNAKE));
            case "load_balancer" ->
                    put(out, "loadBalancers", value(written, "/loadBalancers", Names.SNAKE));
            case "cluster" -> put(out, "clusterArn", value(written, "/clusterArn", Names.SNAKE));
            case "deployment_circuit_breaker", "alarms" -> {
                String inner = name.equals("alarms") ? "alarms" : "deploymentCircuitBreaker";
                Value.Fields before =
                        asFields(out.getOrDefault("deploymentConfiguration", Value.EMPTY));
                Map<String, Value> all = new LinkedHashMap<>(before.members());
                all.put(inner, block(written, "/deploymentConfiguration/" + inner));
                out.put("deploymentConfiguration", new Value.Fields(all));
            }
            case "network_configuration" -> {
                String at = "/networkConfiguration/awsvpcConfiguration";
                Value awsvpc = block(written, at);
                if (awsvpc instanceof Value.Fields fields) {
                    awsvpc = publicIp(fields);
                }
                out.put(
                        "networkConfiguration",
                        new Value.Fields(Map.of("awsvpcConfiguration", awsvpc)));
            }
            default -> {
                String as = camel(name);
                boolean block = BLOCKS.contains(name) && written instanceof Resolved.Items;
                boolean empty = written instanceof Resolved.Items(var items) && items.isEmpty();
                if (!block) {
                    put(out, as, value(written, "/" + as, Names.SNAKE));
                } else if (!empty) {
                    put(out, as, block(written, "/" + as));
                }
            }
        }
    }

    private static void put(Map<String, Value> out, String name, Value value) {
        out.put(name, value);
    }

    private static Value publicIp(Value.Fields awsvpc) {
        Map<String, Value> all = new LinkedHashMap<>(awsvpc.members());
        if (all.get("assignPublicIp") instanceof Value.Flag(boolean on)) {
            all.put("assignPublicIp", Value.of(on ? "ENABLED" : "DISABLED"));
        }
        return new Value.Fields(all);
    }

    /** A block of the provider is a list of one. */
    private Value block(Resolved written, String at) {
        if (written instanceof Resolved.Items(List<Resolved> items)) {
            return items.isEmpty() ? Value.EMPTY : value(items.getFirst(), at, Names.SNAKE);
        }
        return value(written, at, Names.SNAKE);
    }

    private Value tags(Resolved written) {
        if (!(written instanceof Resolved.Fields(Map<String, Resolved> members))) {
            return value(written, "/tags", Names.SNAKE);
        }
        List<Value> tags = new ArrayList<>();
        members.forEach((key, value) -> {
            Map<String, Value> tag = new LinkedHashMap<>();
            tag.put("key", Value.of(key));
            tag.put("value", value(value, "/tags/" + tags.size() + "/value", Names.FREE));
            tags.add(new Value.Fields(tag));
        });
        return new Value.Items(tags);
    }

    /** How names are written, and what becomes of them. */
    private enum Names {
        PASCAL,
        SNAKE,
        FREE
    }

    private static final Set<String> BLOCKS =
            Set.of(
                    "runtime_platform",
                    "efs_volume_configuration",
                    "fsx_windows_file_server_volume_configuration",
                    "s3files_volume_configuration",
                    "docker_volume_configuration",
                    "authorization_config",
                    "proxy_configuration",
                    "ephemeral_storage",
                    "configuration",
                    "execute_command_configuration",
                    "log_configuration",
                    "managed_storage_configuration",
                    "image_scanning_configuration",
                    "deployment_controller",
                    "service_connect_configuration");

    private Value value(Resolved resolved, String at, Names names) {
        return switch (resolved) {
            case Resolved.Text(String text) -> Value.of(text);
            case Resolved.Numeral(String written) ->
                    written.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
                            ? new Value.Numeral(written)
                            : Value.of(written);
            case Resolved.Flag(boolean isTrue) -> Value.of(isTrue);
            case Resolved.Unknown(String expression) -> {
                unresolved.add(at);
                yield Value.of(expression);
            }
            case Resolved.Items(List<Resolved> items) -> {
                List<Value> all = new ArrayList<>();
                for (Resolved item : items) {
                    all.add(value(item, at + "/" + all.size(), names));
                }
                yield new Value.Items(all);
            }
            case Resolved.Fields(Map<String, Resolved> members) -> fields(members, at, names);
        };
    }

    private Value fields(Map<String, Resolved> members, String at, Names names) {
        Map<String, Value> out = new LinkedHashMap<>();
        members.forEach((written, member) -> {
            String name =
                    switch (names) {
                        case PASCAL -> decapitalised(written);
                        case SNAKE -> camel(written);
                        case FREE -> written;
                    };
            String place = at + "/" + name.replace("~", "~0").replace("/", "~1");
            Names inner = FREE.contains(name) ? Names.FREE : names;
            boolean snake = names == Names.SNAKE;
            if (snake && member instanceof Resolved.Text(String text) && text.isEmpty()) {
                return;
            }
            if (snake && written.equals("host_path")) {
                Value path = value(member, at + "/host/sourcePath", inner);
                out.put("host", new Value.Fields(Map.of("sourcePath", path)));
            } else if (snake
                    && BLOCKS.contains(written)
                    && member instanceof Resolved.Items(List<Resolved> items)) {
                if (!items.isEmpty()) {
                    out.put(name, value(items.getFirst(), place, inner));
                }
            } else {
                out.put(name, value(member, place, inner));
            }
        });
        return new Value.Fields(out);
    }

    /** The API's name of a name in Pascal case. */
    static String decapitalised(String name) {
        return switch (name) {
            case "EFSVolumeConfiguration" -> "efsVolumeConfiguration";
            case "FSxWindowsFileServerVolumeConfiguration" ->
                    "fsxWindowsFileServerVolumeConfiguration";
            case "S3FilesVolumeConfiguration" -> "s3filesVolumeConfiguration";
            case "" -> "";
            default -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        };
    }

    static String camel(String snake) {
        StringBuilder out = new StringBuilder();
        boolean up = false;
        for (int i = 0; i < snake.length(); i++) {
            char c = snake.charAt(i);
            if (c == '_') {
                up = true;
            } else {
                out.append(up ? Character.toUpperCase(c) : c);
                up = false;
            }
        }
        return out.toString();
    }
}
