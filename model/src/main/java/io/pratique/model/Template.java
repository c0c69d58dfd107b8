package io.pratique.model;

import io.pratique.document.InvalidDocument;
import io.pratique.document.Kind;
import io.pratique.document.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CloudFormation template and what of its intrinsic functions can be computed without deploying
 * it. Only what is certain is: literals, mappings with literal keys, parameters that allow one
 * value, conditions on those. A parameter's default is not, as whoever deploys the template may
 * give another value. Not for several threads.
 */
final class Template implements Spelling {
    /**
     * Longer texts are not put together: functions inside functions could make them of any size.
     */
    private static final int MAX_TEXT = 64 << 10;

    private static final Written NOT_WRITTEN = Written.Absent.ABSENT;

    private final Node root;
    private final Map<String, Optional<Boolean>> conditions = new HashMap<>();

    /**
     * True while the body of an Fn::ForEach is read, whose texts have variables without Fn::Sub.
     */
    private boolean looping;

    Template(Node root) {
        this.root = root;
    }

    void looping(boolean now) {
        looping = now;
    }

    /** The API's name as templates write it. */
    static String pascal(String name) {
        return switch (name) {
            case "efsVolumeConfiguration" -> "EFSVolumeConfiguration";
            case "fsxWindowsFileServerVolumeConfiguration" ->
                    "FSxWindowsFileServerVolumeConfiguration";
            case "s3filesVolumeConfiguration" -> "S3FilesVolumeConfiguration";
            case "" -> "";
            default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        };
    }

    /** A path of the API's names as templates write it; indexes stay. */
    static String pascalPath(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (String step : path.split("/", -1)) {
            out.append(out.isEmpty() ? "" : "/").append(pascal(step));
        }
        return out.toString();
    }

    @Override
    public Written member(Node object, String name) {
        Optional<Node> value = object.get(pascal(name));
        return value.isPresent() ? resolve(value.get()) : missing(object);
    }

    /** A macro may add any member to the object that it stands in. */
    private static Written missing(Node object) {
        for (Map.Entry<String, Node> member : object.members()) {
            String key = member.getKey();
            if (key.equals("Fn::Transform") || key.startsWith("Fn::ForEach")) {
                return new Written.Unknown(key);
            }
        }
        return NOT_WRITTEN;
    }

    @Override
    public List<Written> elements(Node list) {
        List<Written> elements = new ArrayList<>();
        for (Node element : list.elements()) {
            elements.add(resolve(element));
        }
        return elements;
    }

    /** CloudFormation converts scalars to the type that a property has. */
    @Override
    public boolean converts() {
        return true;
    }

    @Override
    public InvalidDocument refused(
            InvalidDocument.Code code, Node node, String expected, String found) {
        return new InvalidDocument(
                code,
                node.position(),
                node.pointer() + " must be " + expected + ", and is " + found,
                "CloudFormation would refuse this template too.");
    }

    /** What a value will be, as far as it is certain. */
    Written resolve(Node node) {
        return switch (node.kind()) {
            case NULL -> NOT_WRITTEN;
            case STRING, KEY -> text(node);
            case FALSE, TRUE, NUMBER, ARRAY -> new Written.Known(node);
            case OBJECT -> {
                Optional<Map.Entry<String, Node>> function = function(node);
                yield function.isEmpty()
                        ? new Written.Known(node)
                        : call(function.get().getKey(), function.get().getValue(), node);
            }
        };
    }

    private Written text(Node node) {
        String text = node.text();
        if (text.contains("{{resolve:")) {
            return new Written.Unknown(text);
        }
        if (looping && (text.contains("${") || text.contains("&{"))) {
            return new Written.Unknown("Fn::ForEach " + text);
        }
        return new Written.Known(node);
    }

    /** The one member of an object that is a function, or empty. */
    private static Optional<Map.Entry<String, Node>> function(Node object) {
        int first = object.document().first(object.index());
        if (object.document().count(object.index()) != 1) {
            return Optional.empty();
        }
        String key = object.document().text(first);
        boolean function = key.equals("Ref") || key.startsWith("Fn::");
        return function && !key.equals("Fn::Transform")
                ? Optional.of(object.members().getFirst())
                : Optional.empty();
    }

    private Written call(String name, Node argument, Node whole) {
        return switch (name) {
            case "Ref" -> ref(argument);
            case "Fn::Sub" -> sub(argument, whole);
            case "Fn::If" -> choose(argument);
            case "Fn::Join" -> join(argument, whole);
            case "Fn::Select" -> select(argument);
            case "Fn::FindInMap" -> find(argument);
            default -> unknown(name, argument);
        };
    }

    private static Written unknown(String name, Node argument) {
        StringBuilder shown = new StringBuilder(name);
        List<Node> parts = argument.isArray() ? argument.elements() : List.of(argument);
        for (Node part : parts) {
            if (part.kind() != Kind.OBJECT && part.kind() != Kind.ARRAY && shown.length() < 120) {
                shown.append(shown.length() == name.length() ? " " : ".").append(part.text());
            }
        }
        return new Written.Unknown(shown.toString());
    }

    private Written ref(Node argument) {
        String name = scalar(argument);
        if (name.equals("AWS::NoValue")) {
            return NOT_WRITTEN;
        }
        return onlyValue(name)
                .<Written>map(Written.Known::new)
                .orElse(new Written.Unknown("Ref " + name));
    }

    /** The value of a parameter that allows no other. */
    private Optional<Node> onlyValue(String parameter) {
        Optional<Node> declared = root.get("Parameters").flatMap(all -> all.get(parameter));
        String type = declared.flatMap(d -> d.textOf("Type")).orElse("");
        List<Node> allowed =
                declared.flatMap(d -> d.get("AllowedValues")).map(Node::elements).orElse(List.of());
        // What a parameter of another type allows is not what it stands for: a name in the
        // parameter store, or a list.
        boolean plain = type.equals("String") || type.equals("Number");
        return plain && allowed.size() == 1 && !scalar(allowed.getFirst()).isEmpty()
                ? Optional.of(allowed.getFirst())
                : Optional.empty();
    }

    private Written sub(Node argument, Node whole) {
        List<Node> parts = argument.isArray() ? argument.elements() : List.of(argument);
        if (parts.isEmpty() || parts.size() > 2 || !isScalar(parts.getFirst())) {
            return unknown("Fn::Sub", argument);
        }
        String text = parts.getFirst().text();
        Node variables = parts.size() == 2 ? parts.get(1) : whole;
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (true) {
            int open = text.indexOf("${", at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            out.append(text, at, open);
            String name = text.substring(open + 2, close).strip();
            if (name.startsWith("!")) {
                out.append("${").append(name, 1, name.length()).append('}');
            } else {
                Optional<String> value =
                        (parts.size() == 2 ? variables.get(name) : Optional.<Node>empty())
                                .map(this::literal)
                                .orElseGet(() -> onlyValue(name).map(Node::text));
                if (value.isEmpty()) {
                    return new Written.Unknown("Sub " + text);
                }
                out.append(value.get());
            }
            if (out.length() > MAX_TEXT) {
                return new Written.Unknown("Sub " + text);
            }
            at = close + 1;
        }
        return made(out.append(text, at, text.length()).toString(), whole);
    }

    private static Written made(String text, Node at) {
        return text.length() > MAX_TEXT || text.contains("{{resolve:")
                ? new Written.Unknown(text.substring(0, Math.min(80, text.length())))
                : new Written.Made(text, at);
    }

    private Written join(Node argument, Node whole) {
        List<Node> parts = argument.elements();
        if (parts.size() != 2
                || !isScalar(parts.getFirst())
                || !(resolve(parts.get(1)) instanceof Written.Known(Node list))
                || !list.isArray()) {
            return unknown("Fn::Join", argument);
        }
        StringBuilder out = new StringBuilder();
        String separator = "";
        for (Node part : list.elements()) {
            Optional<String> text = literal(part);
            if (text.isEmpty() || out.length() > MAX_TEXT) {
                return unknown("Fn::Join", list);
            }
            out.append(separator).append(text.get());
            separator = parts.getFirst().text();
        }
        return made(out.toString(), whole);
    }

    private Written select(Node argument) {
        List<Node> parts = argument.elements();
        if (parts.size() == 2
                && resolve(parts.get(1)) instanceof Written.Known(Node list)
                && list.isArray()) {
            String index = literal(parts.getFirst()).orElse("");
            List<Node> elements = list.elements();
            for (int i = 0; i < elements.size(); i++) {
                if (index.equals(Integer.toString(i))) {
                    return resolve(elements.get(i));
                }
            }
        }
        return unknown("Fn::Select", argument);
    }

    private Written find(Node argument) {
        List<Node> parts = argument.elements();
        Optional<Node> at = root.get("Mappings");
        for (Node part : parts.subList(0, Math.min(3, parts.size()))) {
            Optional<String> key = literal(part);
            at = key.isEmpty() ? Optional.empty() : at.flatMap(map -> map.get(key.get()));
        }
        // A fourth argument is a default, which only matters when there is no such key.
        boolean found = parts.size() >= 3 && at.isPresent() && !at.get().isObject();
        return found ? resolve(at.get()) : unknown("Fn::FindInMap", argument);
    }

    /** The branch of an Fn::If that is certain, or what both branches agree on. */
    private Written choose(Node argument) {
        List<Node> parts = argument.elements();
        if (parts.size() != 3) {
            return unknown("Fn::If", argument);
        }
        String condition = scalar(parts.getFirst());
        Optional<Boolean> holds = condition(condition);
        if (holds.isPresent()) {
            return resolve(parts.get(holds.get() ? 1 : 2));
        }
        Written yes = resolve(parts.get(1));
        return same(yes, resolve(parts.get(2))) ? yes : new Written.Unknown("If " + condition);
    }

    private boolean same(Written a, Written b) {
        if (a instanceof Written.Absent || b instanceof Written.Absent) {
            return a.equals(b);
        }
        Optional<String> text = literal(a);
        if (text.isPresent()) {
            return text.equals(literal(b));
        }
        return a instanceof Written.Known(Node one)
                && b instanceof Written.Known(Node other)
                && one.kind() == other.kind()
                && (one.isArray() ? sameElements(one, other) : sameMembers(one, other));
    }

    private boolean sameElements(Node one, Node other) {
        List<Written> left = elements(one);
        List<Written> right = elements(other);
        boolean same = left.size() == right.size();
        for (int i = 0; same && i < left.size(); i++) {
            same = same(left.get(i), right.get(i));
        }
        return same;
    }

    private boolean sameMembers(Node one, Node other) {
        List<Map.Entry<String, Node>> members = one.members();
        boolean same = members.size() == other.members().size();
        for (int i = 0; same && i < members.size(); i++) {
            Map.Entry<String, Node> member = members.get(i);
            Optional<Node> twin = other.get(member.getKey());
            same = twin.isPresent() && same(resolve(member.getValue()), resolve(twin.get()));
        }
        return same;
    }

    private static boolean isScalar(Node node) {
        return !node.isObject() && !node.isArray() && !node.isNull();
    }

    /** The text of a scalar; empty for anything else. */
    private static String scalar(Node node) {
        return isScalar(node) ? node.text() : "";
    }

    /** The text that a value certainly is. */
    private Optional<String> literal(Node node) {
        return literal(resolve(node));
    }

    private static Optional<String> literal(Written written) {
        return switch (written) {
            case Written.Made(String text, Node _) -> Optional.of(text);
            case Written.Known(Node node) ->
                    isScalar(node) ? Optional.of(node.text()) : Optional.empty();
            case Written.Absent _, Written.Unknown _ -> Optional.empty();
        };
    }

    /** Whether a named condition certainly holds, or certainly does not. */
    Optional<Boolean> condition(String name) {
        Optional<Boolean> known = conditions.get(name);
        if (known != null) {
            return known;
        }
        // Known as unknown while it is looked at, so that a circle of conditions ends.
        conditions.put(name, Optional.empty());
        Optional<Boolean> holds =
                root.get("Conditions").flatMap(all -> all.get(name)).flatMap(this::holds);
        conditions.put(name, holds);
        return holds;
    }

    private Optional<Boolean> holds(Node node) {
        List<Map.Entry<String, Node>> members = node.members();
        if (members.size() != 1) {
            return Optional.empty();
        }
        Node argument = members.getFirst().getValue();
        List<Node> parts = argument.elements();
        return switch (members.getFirst().getKey()) {
            case "Condition" -> condition(scalar(argument));
            case "Fn::Not" ->
                    parts.size() == 1
                            ? holds(parts.getFirst()).map(holds -> !holds)
                            : Optional.empty();
            case "Fn::And" -> decided(parts, false);
            case "Fn::Or" -> decided(parts, true);
            case "Fn::Equals" -> {
                Optional<String> left =
                        parts.size() == 2 ? literal(parts.get(0)) : Optional.empty();
                Optional<String> right =
                        parts.size() == 2 ? literal(parts.get(1)) : Optional.empty();
                yield left.isPresent() && right.isPresent()
                        ? Optional.of(left.equals(right))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /**
     * Fn::And, Fn::Or: one part with the deciding value decides, and all parts with the other one
     * do.
     */
    private Optional<Boolean> decided(List<Node> parts, boolean deciding) {
        boolean certain = !parts.isEmpty();
        for (Node part : parts) {
            Optional<Boolean> holds = holds(part);
            if (holds.isPresent() && holds.get() == deciding) {
                return holds;
            }
            certain &= holds.isPresent();
        }
        return certain ? Optional.of(!deciding) : Optional.empty();
    }

    /** The macros of AWS that leave task definitions as they are. */
    private static final Set<String> HARMLESS = Set.of("AWS::LanguageExtensions");

    /** A macro that may change or add any resource; empty when there is none. */
    Optional<Node> macro() {
        Optional<Node> transform = root.get("Transform");
        List<Node> all =
                transform.map(t -> t.isArray() ? t.elements() : List.of(t)).orElse(List.of());
        for (Node one : all) {
            String name = one.isObject() ? one.textOf("Name").orElse("") : scalar(one);
            boolean ours =
                    HARMLESS.contains(name)
                            || name.startsWith("AWS::Serverless")
                            || name.startsWith("AWS::SecretsManager")
                            || name.startsWith("AWS::CodeDeploy")
                            || name.startsWith("AWS::ServiceCatalog");
            if (!ours) {
                return Optional.of(one);
            }
        }
        return root.get("Resources").flatMap(resources -> resources.get("Fn::Transform"));
    }
}
