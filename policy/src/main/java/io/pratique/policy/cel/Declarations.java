package io.pratique.policy.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions of Kubernetes' dialect, for the type checker. */
final class Declarations {
    private static final CelType BOOL = SimpleType.BOOL;
    private static final CelType INT = SimpleType.INT;
    private static final CelType DOUBLE = SimpleType.DOUBLE;
    private static final CelType STRING = SimpleType.STRING;
    private static final CelType DYN = SimpleType.DYN;
    private static final CelType T = TypeParamType.create("T");
    private static final CelType LIST = ListType.create(T);
    private static final CelType STRINGS = ListType.create(STRING);
    private static final CelType QUANTITY = OpaqueType.create(Quantity.TYPE);
    private static final CelType IP = OpaqueType.create(IpAddress.TYPE);
    private static final CelType CIDR = OpaqueType.create(Cidr.TYPE);
    private static final CelType URL = OpaqueType.create(Url.TYPE);
    private static final CelType SEMVER = OpaqueType.create(SemanticVersion.TYPE);
    private static final CelType FORMAT = OpaqueType.create(NamedFormat.TYPE);

    private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();

    private Declarations() {}

    static List<CelFunctionDecl> all() {
        Declarations declarations = new Declarations();
        declarations.texts();
        declarations.lists();
        declarations.quantities();
        declarations.addresses();
        declarations.urls();
        declarations.versions();
        declarations.formats();
        List<CelFunctionDecl> all = new ArrayList<>();
        declarations.overloads.forEach(
                (name, list) -> all.add(CelFunctionDecl.newFunctionDeclaration(name, list)));
        return all;
    }

    /** The types that expressions can name, beyond those that the library knows by name. */
    static List<CelType> types() {
        return List.of(
                SimpleType.TIMESTAMP, SimpleType.DURATION, QUANTITY, IP, CIDR, URL, SEMVER, FORMAT);
    }

    private void member(String name, CelType result, CelType... parameters) {
        List<CelOverloadDecl> list = overloads.computeIfAbsent(name, _ -> new ArrayList<>());
        list.add(
                CelOverloadDecl.newMemberOverload(
                        "pratique_" + name + "_" + list.size(), result, parameters));
    }

    private void global(String name, CelType result, CelType... parameters) {
        List<CelOverloadDecl> list = overloads.computeIfAbsent(name, _ -> new ArrayList<>());
        list.add(
                CelOverloadDecl.newGlobalOverload(
                        "pratique_" + name.replace('.', '_') + "_" + list.size(),
                        result,
                        parameters));
    }

    private void texts() {
        member("charAt", STRING, STRING, INT);
        member("indexOf", INT, STRING, STRING);
        member("indexOf", INT, STRING, STRING, INT);
        member("lastIndexOf", INT, STRING, STRING);
        member("lastIndexOf", INT, STRING, STRING, INT);
        member("lowerAscii", STRING, STRING);
        member("upperAscii", STRING, STRING);
        member("replace", STRING, STRING, STRING, STRING);
        member("replace", STRING, STRING, STRING, STRING, INT);
        member("split", STRINGS, STRING, STRING);
        member("split", STRINGS, STRING, STRING, INT);
        member("substring", STRING, STRING, INT);
        member("substring", STRING, STRING, INT, INT);
        member("trim", STRING, STRING);
        member("join", STRING, STRINGS);
        member("join", STRING, STRINGS, STRING);
        member("format", STRING, STRING, ListType.create(DYN));
        global("strings.quote", STRING, STRING);
        member("find", STRING, STRING, STRING);
        member("findAll", STRINGS, STRING, STRING);
        member("findAll", STRINGS, STRING, STRING, INT);
    }

    private void lists() {
        member("isSorted", BOOL, LIST);
        member("sum", T, LIST);
        member("min", T, LIST);
        member("max", T, LIST);
        member("indexOf", INT, LIST, T);
        member("lastIndexOf", INT, LIST, T);
        global("sets.contains", BOOL, LIST, LIST);
        global("sets.equivalent", BOOL, LIST, LIST);
        global("sets.intersects", BOOL, LIST, LIST);
        member("slice", LIST, LIST, INT, INT);
        member("flatten", LIST, ListType.create(LIST));
        member("flatten", ListType.create(DYN), ListType.create(DYN), INT);
        member("distinct", LIST, LIST);
        member("sort", LIST, LIST);
        member("reverse", LIST, LIST);
        global("lists.range", ListType.create(INT), INT);
    }

    private void quantities() {
        global("quantity", QUANTITY, STRING);
        global("isQuantity", BOOL, STRING);
        member("sign", INT, QUANTITY);
        member("isInteger", BOOL, QUANTITY);
        member("asInteger", INT, QUANTITY);
        member("asApproximateFloat", DOUBLE, QUANTITY);
        member("add", QUANTITY, QUANTITY, QUANTITY);
        member("add", QUANTITY, QUANTITY, INT);
        member("sub", QUANTITY, QUANTITY, QUANTITY);
        member("sub", QUANTITY, QUANTITY, INT);
        member("isGreaterThan", BOOL, QUANTITY, QUANTITY);
        member("isLessThan", BOOL, QUANTITY, QUANTITY);
        member("compareTo", INT, QUANTITY, QUANTITY);
    }

    private void addresses() {
        global("ip", IP, STRING);
        global("isIP", BOOL, STRING);
        global("ip.isCanonical", BOOL, STRING);
        member("family", INT, IP);
        member("isUnspecified", BOOL, IP);
        member("isLoopback", BOOL, IP);
        member("isLinkLocalMulticast", BOOL, IP);
        member("isLinkLocalUnicast", BOOL, IP);
        member("isGlobalUnicast", BOOL, IP);
        global("string", STRING, IP);
        global("cidr", CIDR, STRING);
        global("isCIDR", BOOL, STRING);
        member("containsIP", BOOL, CIDR, STRING);
        member("containsIP", BOOL, CIDR, IP);
        member("containsCIDR", BOOL, CIDR, STRING);
        member("containsCIDR", BOOL, CIDR, CIDR);
        member("ip", IP, CIDR);
        member("masked", CIDR, CIDR);
        member("prefixLength", INT, CIDR);
        global("string", STRING, CIDR);
    }

    private void urls() {
        global("url", URL, STRING);
        global("isURL", BOOL, STRING);
        member("getScheme", STRING, URL);
        member("getHost", STRING, URL);
        member("getHostname", STRING, URL);
        member("getPort", STRING, URL);
        member("getEscapedPath", STRING, URL);
        member("getQuery", MapType.create(STRING, STRINGS), URL);
    }

    private void versions() {
        global("semver", SEMVER, STRING);
        global("semver", SEMVER, STRING, BOOL);
        global("isSemver", BOOL, STRING);
        global("isSemver", BOOL, STRING, BOOL);
        member("major", INT, SEMVER);
        member("minor", INT, SEMVER);
        member("patch", INT, SEMVER);
        member("isGreaterThan", BOOL, SEMVER, SEMVER);
        member("isLessThan", BOOL, SEMVER, SEMVER);
        member("compareTo", INT, SEMVER, SEMVER);
    }

    private void formats() {
        global("format.named", OptionalType.create(FORMAT), STRING);
        for (NamedFormat format : NamedFormat.values()) {
            global("format." + format.id(), FORMAT);
        }
        member("validate", OptionalType.create(STRINGS), FORMAT, STRING);
    }
}
