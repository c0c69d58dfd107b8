package io.pratique.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pratique.model.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The language, by expressions that must be true or have no value. */
class LanguageTest {
    private static final String DOCUMENT =
            """
            {"name":"web","replicas":3,"ratio":0.5,"whole":2.0,"big":9223372036854775808,"none":null,
             "on":true,"tags":["a","b","c"],"ports":[{"port":80},{"port":443}],
             "labels":{"app":"web","app.kubernetes.io/name":"web"},"empty":{},"least":-9223372036854775808,
             "namespace":"default","escaped":"a\\tb\\u00e9","holes":[null,1]}
            """;

    private static void assertTrue(List<String> expressions) {
        Workload workload = Expressions.holding(DOCUMENT);
        List<String> wrong = new ArrayList<>();
        for (String expression : expressions) {
            try {
                Object value = Expressions.value(expression, workload);
                if (!Boolean.TRUE.equals(value)) {
                    wrong.add(expression + " is " + Values.shown(value));
                }
            } catch (RuntimeException e) {
                wrong.add(expression + ": " + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void readsTheValuesOfADocument() {
        assertTrue(
                List.of(
                        "object.x.name == 'web'",
                        "object.x.replicas == 3",
                        "type(object.x.replicas) == int",
                        "type(object.x.ratio) == double",
                        "type(object.x.whole) == int",
                        "type(object.x.big) == double",
                        "object.x.least == -9223372036854775808",
                        "object.x.on",
                        "object.x.tags == ['a', 'b', 'c']",
                        "object.x.tags[1] == 'b'",
                        "size(object.x.ports) == 2",
                        "object.x.ports.map(p, p.port) == [80, 443]",
                        "object.x.labels['app.kubernetes.io/name'] == 'web'",
                        "object.x.labels.`app.kubernetes.io/name` == 'web'",
                        "'app' in object.x.labels",
                        "!('other' in object.x.labels)",
                        "has(object.x.labels.app) && !has(object.x.labels.other)",
                        "object.x.labels == {'app': 'web', 'app.kubernetes.io/name': 'web'}",
                        "object.x.empty == {}",
                        "object.x.namespace == 'default'",
                        "object.x.escaped == 'a\\tb\\u00e9'",
                        "object.x.holes[0] == null && object.x.holes.size() == 2",
                        "object.x['name'] == 'web'",
                        "oldObject == null",
                        "request == null",
                        "podSpec.containers[0].name == 'app'",
                        "containers.all(c, c.image == 'nginx')",
                        "type(object.x) == map",
                        "type(object.x.tags) == list"));
    }

    @Test
    void takesANullMemberForAnAbsentOne() {
        assertTrue(
                List.of(
                        "!has(object.x.none)",
                        "!('none' in object.x)",
                        "object.x.?none.orValue(7) == 7",
                        "!object.x.exists(k, k == 'none')"));
    }

    @Test
    void computes() {
        assertTrue(
                List.of(
                        "1 + 2 * 3 == 7",
                        "7 / 2 == 3 && -7 / 2 == -3 && -7 % 3 == -1",
                        "1.5 + 1.5 == 3.0",
                        "2u * 3u == 6u",
                        "'a' + 'b' == 'ab'",
                        "[1] + [2, 3] == [1, 2, 3]",
                        "b'ab' + b'c' == b'abc'",
                        "-(-3) == 3",
                        "1 < 2 && 2 <= 2 && 3 > 2.5 && 1u < 2",
                        "dyn(1) == 1.0 && dyn(1u) == 1",
                        "1 == dyn(1.0)",
                        "'a' < 'b' && 'ab' > 'a'",
                        "'\\uffff' < '\\U0001F600'",
                        "b'a' < b'b'",
                        "false < true",
                        "duration('1h') + duration('30m') == duration('90m')",
                        "timestamp('2026-01-01T00:00:00Z') + duration('1h') == timestamp('2026-01-01T01:00:00Z')",
                        "timestamp('2026-01-02T00:00:00Z') - timestamp('2026-01-01T00:00:00Z') == duration('24h')",
                        "timestamp('2026-01-01T00:00:00+02:00') == timestamp('2025-12-31T22:00:00Z')",
                        "9223372036854775807 > 9223372036854775806",
                        "dyn(9007199254740993) != 9007199254740992.0",
                        "18446744073709551615u > 9223372036854775807",
                        "0.0 == -0.0",
                        "dyn('1') != 1",
                        "1 in [1, 2] && !(3 in [1, 2])",
                        "2 in {2: 'x'} && {2: 'x'}[2] == 'x'",
                        "dyn({1: 'x'})[1.0] == 'x'",
                        "[1, 2, 3][1.0 == 1.0 ? 0 : 1] == 1",
                        "true ? true : false"));
    }

    @Test
    void convertsAndNamesTypes() {
        assertTrue(
                List.of(
                        "int('42') == 42 && int(3.9) == 3 && int(-3.9) == -3 && int(7u) == 7",
                        "uint('7') == 7u && uint(3) == 3u",
                        "double('1.5') == 1.5 && double(3) == 3.0",
                        "string(42) == '42' && string(1.5) == '1.5' && string(true) == 'true'",
                        "string(1.0) == '1' && string(1e100) == '1e+100' && string(0.00001) == '1e-05'",
                        "string(b'abc') == 'abc' && bytes('abc') == b'abc'",
                        "string(duration('90m')) == '5400s' && string(duration('1.5s')) == '1.5s'",
                        "string(timestamp('2026-01-31T23:59:59.5Z')) == '2026-01-31T23:59:59.5Z'",
                        "int(timestamp('1970-01-01T00:01:00Z')) == 60",
                        "bool('true') && !bool('0')",
                        "type(1) == int && type('a') == string && type(null) == type(null)",
                        "type(1u) == uint && type(1.0) == double && type(b'') == bytes && type(true) == bool",
                        "type([]) == list && type({}) == map && type(type(1)) == type",
                        "type(timestamp('2026-01-01T00:00:00Z')) == google.protobuf.Timestamp",
                        "type(quantity('1')) == kubernetes.Quantity",
                        "type(optional.none()) == optional_type"));
    }

    @Test
    void asksTimesForTheirParts() {
        assertTrue(
                List.of(
                        "timestamp('2026-03-01T12:34:56.789Z').getFullYear() == 2026",
                        "timestamp('2026-03-01T12:34:56Z').getMonth() == 2",
                        "timestamp('2026-03-01T12:34:56Z').getDate() == 1",
                        "timestamp('2026-03-01T12:34:56Z').getDayOfMonth() == 0",
                        "timestamp('2026-03-01T12:34:56Z').getDayOfYear() == 59",
                        "timestamp('2026-03-01T12:34:56Z').getDayOfWeek() == 0",
                        "timestamp('2026-03-01T12:34:56Z').getHours() == 12",
                        "timestamp('2026-03-01T12:34:56Z').getHours('+02:00') == 14",
                        "timestamp('2026-07-01T12:00:00Z').getHours('Europe/Berlin') == 14",
                        "timestamp('2026-03-01T12:34:56.789Z').getMilliseconds() == 789",
                        "duration('3h30m').getMinutes() == 210",
                        "duration('90s').getSeconds() == 90"));
    }

    @Test
    void goesOverListsAndMaps() {
        assertTrue(
                List.of(
                        "[1, 2, 3].all(x, x > 0) && ![1, 2, 3].all(x, x > 1)",
                        "[1, 2, 3].exists(x, x == 2) && [1, 2, 2].exists_one(x, x == 1)",
                        "[1, 2, 3].map(x, x * 2) == [2, 4, 6]",
                        "[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]",
                        "[1, 2, 3].filter(x, x % 2 == 1) == [1, 3]",
                        "[[1, 2], [3]].map(l, l.map(x, x + 1)) == [[2, 3], [4]]",
                        "{'a': 1, 'b': 2}.all(k, k in ['a', 'b'])",
                        "{'a': 1, 'b': 2}.map(k, k) == ['a', 'b']",
                        "[5, 6].all(i, v, v == i + 5)",
                        "{'a': 1}.exists(k, v, k == 'a' && v == 1)",
                        "[1, 2].transformList(i, v, i + v) == [1, 3]",
                        "{'a': 1, 'b': 2}.transformMap(k, v, v * 2) == {'a': 2, 'b': 4}",
                        "{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v) == {'b': 2}",
                        "[1, 2].map(x, [x].map(x, x + 1)) == [[2], [3]]",
                        "object.x.ports.exists(p, p.port == 443)"));
    }

    @Test
    void getsOverFailuresThatDoNotMatter() {
        assertTrue(
                List.of(
                        "true || 1 / 0 == 1",
                        "1 / 0 == 1 || true",
                        "!(false && object.x.missing.deep)",
                        "!(object.x.missing.deep && false)",
                        "[1, 0].exists(x, 1 / x == 1)",
                        "[0, 1].exists(x, 1 / x == 1)",
                        "![0, 2].all(x, 4 / x == 1)"));
    }

    @Test
    void knowsOptionalValues() {
        assertTrue(
                List.of(
                        "object.x.?name.orValue('') == 'web'",
                        "object.x.?missing.orValue('none') == 'none'",
                        "object.x.?missing.deeper.orValue('none') == 'none'",
                        "object.x.?labels.?app.hasValue()",
                        "!object.x.?labels.?other.hasValue()",
                        "object.x.labels[?'app'].orValue('') == 'web'",
                        "object.x.tags[?7].orValue('z') == 'z'",
                        "optional.of(1).value() == 1 && !optional.none().hasValue()",
                        "optional.ofNonZeroValue('').orValue('d') == 'd'",
                        "object.x.?replicas.optMap(r, r + 1).orValue(0) == 4",
                        "optional.of(1).optFlatMap(v, optional.of(v + 1)).value() == 2",
                        "optional.none().or(optional.of(2)).value() == 2",
                        "[?optional.none(), 1, ?optional.of(2)] == [1, 2]",
                        "{?'a': optional.none(), 'b': 1} == {'b': 1}",
                        "optional.of(1) == optional.of(1) && optional.of(1) != optional.none()"));
    }

    @Test
    void hasNoValueForWhatCannotBe() {
        for (String expression :
                List.of(
                        "object.x.missing == 1",
                        "object.x.name.first == 1",
                        "request.operation == 'CREATE'",
                        "1 / 0 == 1",
                        "1 % 0 == 1",
                        "9223372036854775807 + 1 == 0",
                        "0u - 1u == 0u",
                        "[1][5] == 1",
                        "[1][-1] == 1",
                        "{'a': 1}['b'] == 1",
                        "object.x.name + 1 == 1",
                        "object.x.name < 1",
                        "int(object.x.name) == 1",
                        "int(1e300) == 1",
                        "dyn(['a', 1]).isSorted()",
                        "optional.none().value() == 1",
                        "'abc'.substring(5) == ''",
                        "object.x.name.all(c, true)",
                        "object.x.name && true",
                        "object.x.name ? true : false",
                        "[].min() == 1",
                        "timestamp(object.x.name) == timestamp('2026-01-01T00:00:00Z')",
                        "[1, 0].all(x, 1 / x == 1)")) {
            assertThatThrownBy(
                            () -> Expressions.value(expression, Expressions.holding(DOCUMENT)),
                            expression)
                    .isInstanceOf(EvaluationFailed.class);
        }
    }
}
