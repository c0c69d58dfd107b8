package io.pratique.policy.cel;

import java.util.Map;
import java.util.Optional;

/** Kubernetes' libraries of quantities, addresses, URLs, versions and formats. */
final class KubernetesFunctions {
    private KubernetesFunctions() {}

    static void addTo(Map<String, Function> functions) {
        quantities(functions);
        addresses(functions);
        urls(functions);
        versions(functions);
        NamedFormat.addTo(functions);
        functions.put(
                "format.named",
                (at, a) -> NamedFormat.named(text(at, "format.named", 1, a)).map(f -> (Object) f));
        functions.put(
                "validate",
                (at, a) -> {
                    if (a.length == 2
                            && a[0] instanceof NamedFormat format
                            && a[1] instanceof String text) {
                        at.charge(1 + text.length());
                        java.util.List<String> problems = format.problems(text);
                        return problems.isEmpty()
                                ? Optional.empty()
                                : Optional.of(ArrayValue.of(problems));
                    }
                    throw EvaluationFailed.noOverload("validate", a);
                });
        // Comparisons are shared by quantities and versions.
        functions.put("isGreaterThan", (at, a) -> compare(at, "isGreaterThan", a) > 0);
        functions.put("isLessThan", (at, a) -> compare(at, "isLessThan", a) < 0);
        functions.put("compareTo", (at, a) -> (long) compare(at, "compareTo", a));
    }

    private static String text(Evaluation at, String function, int arguments, Object... a) {
        if (a.length == arguments && a[0] instanceof String text) {
            at.charge(1);
            at.chargeCharacters(text.length());
            return text;
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    private static int compare(Evaluation at, String function, Object... a) {
        at.charge(1);
        if (a.length == 2 && a[0] instanceof Quantity x && a[1] instanceof Quantity y) {
            return x.compareTo(y);
        }
        if (a.length == 2
                && a[0] instanceof SemanticVersion x
                && a[1] instanceof SemanticVersion y) {
            return x.compareTo(y);
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    private static EvaluationFailed no(String text, String what, String hint) {
        return EvaluationFailed.error(Values.shown(text) + " is no " + what, hint);
    }

    private static void quantities(Map<String, Function> functions) {
        functions.put(
                "quantity",
                (at, a) -> {
                    // The interface takes numbers for quantities too: cpu: 1
                    if (a.length == 1 && (a[0] instanceof Long || a[0] instanceof Double)) {
                        return quantity(at, Values.shown(a[0]));
                    }
                    return quantity(at, text(at, "quantity", 1, a));
                });
        functions.put(
                "isQuantity", (at, a) -> Quantity.parse(text(at, "isQuantity", 1, a)).isPresent());
        functions.put("sign", (at, a) -> (long) quantity(at, "sign", a).value().signum());
        functions.put("isInteger", (at, a) -> quantity(at, "isInteger", a).whole().isPresent());
        functions.put(
                "asInteger",
                (at, a) -> {
                    Quantity quantity = quantity(at, "asInteger", a);
                    return quantity.whole()
                            .orElseThrow(() ->
                                    EvaluationFailed.error(
                                            quantity + " is no whole number",
                                            "Test isInteger() first."));
                });
        functions.put(
                "asApproximateFloat",
                (at, a) -> quantity(at, "asApproximateFloat", a).value().doubleValue());
        functions.put("add", (at, a) -> first("add", a).plus(second(at, "add", a)));
        functions.put("sub", (at, a) -> first("sub", a).minus(second(at, "sub", a)));
    }

    private static Quantity quantity(Evaluation at, String text) {
        at.charge(1);
        return Quantity.parse(text)
                .orElseThrow(() -> no(text, "quantity", "Write it as in \"500m\" or \"1Gi\"."));
    }

    private static Quantity quantity(Evaluation at, String function, Object... a) {
        if (StandardFunctions.one(at, function, a) instanceof Quantity quantity) {
            return quantity;
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    private static Quantity first(String function, Object... a) {
        if (a.length == 2 && a[0] instanceof Quantity quantity) {
            return quantity;
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    private static Quantity second(Evaluation at, String function, Object... a) {
        at.charge(1);
        return switch (a[1]) {
            case Quantity quantity -> quantity;
            case Long number -> new Quantity(java.math.BigDecimal.valueOf(number));
            default -> throw EvaluationFailed.noOverload(function, a);
        };
    }

    private static void addresses(Map<String, Function> functions) {
        functions.put(
                "ip",
                (at, a) ->
                        a.length == 1 && a[0] instanceof Cidr cidr
                                ? cidr.address()
                                : address(text(at, "ip", 1, a)));
        functions.put("isIP", (at, a) -> IpAddress.parse(text(at, "isIP", 1, a)).isPresent());
        functions.put(
                "ip.isCanonical",
                (at, a) -> {
                    String text = text(at, "ip.isCanonical", 1, a);
                    return address(text).toString().equals(text);
                });
        functions.put("family", (at, a) -> address(at, "family", a).family());
        functions.put("isUnspecified", (at, a) -> address(at, "isUnspecified", a).isUnspecified());
        functions.put("isLoopback", (at, a) -> address(at, "isLoopback", a).isLoopback());
        functions.put(
                "isLinkLocalMulticast",
                (at, a) -> address(at, "isLinkLocalMulticast", a).isLinkLocalMulticast());
        functions.put(
                "isLinkLocalUnicast",
                (at, a) -> address(at, "isLinkLocalUnicast", a).isLinkLocalUnicast());
        functions.put(
                "isGlobalUnicast", (at, a) -> address(at, "isGlobalUnicast", a).isGlobalUnicast());
        functions.put("cidr", (at, a) -> block(text(at, "cidr", 1, a)));
        functions.put("isCIDR", (at, a) -> Cidr.parse(text(at, "isCIDR", 1, a)).isPresent());
        functions.put(
                "containsIP",
                (at, a) -> {
                    Cidr block = block(at, "containsIP", 2, a);
                    return switch (a[1]) {
                        case IpAddress address -> block.contains(address);
                        case String text -> block.contains(address(text));
                        default -> throw EvaluationFailed.noOverload("containsIP", a);
                    };
                });
        functions.put(
                "containsCIDR",
                (at, a) -> {
                    Cidr block = block(at, "containsCIDR", 2, a);
                    return switch (a[1]) {
                        case Cidr other -> block.contains(other);
                        case String text -> block.contains(block(text));
                        default -> throw EvaluationFailed.noOverload("containsCIDR", a);
                    };
                });
        functions.put("masked", (at, a) -> block(at, "masked", 1, a).masked());
        functions.put("prefixLength", (at, a) -> (long) block(at, "prefixLength", 1, a).prefix());
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text)
                .orElseThrow(() -> no(text, "IP address", "Test it with isIP() first."));
    }

    private static IpAddress address(Evaluation at, String function, Object... a) {
        if (StandardFunctions.one(at, function, a) instanceof IpAddress address) {
            return address;
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    private static Cidr block(String text) {
        return Cidr.parse(text)
                .orElseThrow(
                        () -> no(text, "block of IP addresses", "Write it as in \"10.0.0.0/8\"."));
    }

    private static Cidr block(Evaluation at, String function, int arguments, Object... a) {
        at.charge(1);
        if (a.length == arguments && a[0] instanceof Cidr block) {
            return block;
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    private interface UrlPart {
        Object of(Url url);
    }

    private static void urls(Map<String, Function> functions) {
        functions.put(
                "url",
                (at, a) -> {
                    String text = text(at, "url", 1, a);
                    return Url.parse(text)
                            .orElseThrow(() -> no(text, "URL", "Test it with isURL() first."));
                });
        functions.put("isURL", (at, a) -> Url.parse(text(at, "isURL", 1, a)).isPresent());
        urlPart(functions, "getScheme", Url::scheme);
        urlPart(functions, "getHost", Url::host);
        urlPart(functions, "getHostname", Url::hostname);
        urlPart(functions, "getPort", Url::port);
        urlPart(functions, "getEscapedPath", Url::escapedPath);
        urlPart(functions, "getQuery", url -> HashValue.of(url.queryValues()));
    }

    private static void urlPart(Map<String, Function> functions, String name, UrlPart part) {
        functions.put(
                name,
                (at, a) -> {
                    if (StandardFunctions.one(at, name, a) instanceof Url url) {
                        at.chargeCharacters(url.text().length());
                        return part.of(url);
                    }
                    throw EvaluationFailed.noOverload(name, a);
                });
    }

    private static void versions(Map<String, Function> functions) {
        functions.put(
                "semver",
                (at, a) -> {
                    String text = text(at, "semver", Math.clamp(a.length, 1, 2), a);
                    return SemanticVersion.parse(text, normalize("semver", a))
                            .orElseThrow(() ->
                                    no(text, "semantic version", "Test it with isSemver() first."));
                });
        functions.put(
                "isSemver",
                (at, a) -> {
                    String text = text(at, "isSemver", Math.clamp(a.length, 1, 2), a);
                    return SemanticVersion.parse(text, normalize("isSemver", a)).isPresent();
                });
        versionPart(functions, "major", SemanticVersion::major);
        versionPart(functions, "minor", SemanticVersion::minor);
        versionPart(functions, "patch", SemanticVersion::patch);
    }

    private static boolean normalize(String function, Object... a) {
        if (a.length == 1) {
            return false;
        }
        if (a[1] instanceof Boolean normalize) {
            return normalize;
        }
        throw EvaluationFailed.noOverload(function, a);
    }

    private static void versionPart(
            Map<String, Function> functions,
            String name,
            java.util.function.ToLongFunction<SemanticVersion> part) {
        functions.put(
                name,
                (at, a) -> {
                    if (StandardFunctions.one(at, name, a) instanceof SemanticVersion version) {
                        return part.applyAsLong(version);
                    }
                    throw EvaluationFailed.noOverload(name, a);
                });
    }
}
