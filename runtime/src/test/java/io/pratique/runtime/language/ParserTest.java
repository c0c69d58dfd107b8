package io.pratique.runtime.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParserTest {
    private static InvalidCondition error(String condition) {
        return catchThrowableOfType(InvalidCondition.class, () -> Parser.parse(condition));
    }

    @Test
    void buildsTheTree() {
        Condition condition =
                Parser.parse("spawned and not proc.aname[2] in (a, \"b c\") or fd.num >= 0x10");
        assertThat(condition)
                .isEqualTo(
                        new Condition.Or(
                                at(0),
                                List.of(
                                        new Condition.And(
                                                at(0),
                                                List.of(
                                                        new Condition.Macro(at(0), "spawned"),
                                                        new Condition.Not(
                                                                at(12),
                                                                new Condition.Compare(
                                                                        at(16),
                                                                        new Operand.Field(
                                                                                at(16),
                                                                                "proc.aname",
                                                                                Optional.of("2")),
                                                                        Operator.IN,
                                                                        Optional.empty(),
                                                                        new Condition.Texts(
                                                                                at(33),
                                                                                List.of(
                                                                                        new Condition
                                                                                                .Text(
                                                                                                at(
                                                                                                        34),
                                                                                                "a"),
                                                                                        new Condition
                                                                                                .Text(
                                                                                                at(
                                                                                                        37),
                                                                                                "b"
                                                                                                        + " c"))))))),
                                        new Condition.Compare(
                                                at(47),
                                                new Operand.Field(
                                                        at(47), "fd.num", Optional.empty()),
                                                Operator.GREATER_OR_EQUAL,
                                                Optional.empty(),
                                                new Condition.Text(at(57), "0x10")))));
    }

    private static Place at(int index) {
        return new Place(0, index, 1, index + 1);
    }

    @Test
    void countsLinesAndColumns() {
        InvalidCondition e = error("a and\n  b.c = 1 and\n\td.e contians x");
        assertThat(e.place().line()).isEqualTo(3);
        assertThat(e.place().column()).isEqualTo(6);
        assertThat(e.hint()).contains("contains");
        assertThat(e.snippet("a and\n  b.c = 1 and\n\td.e contians x"))
                .isEqualTo(" d.e contians x\n     ^\n");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(error("").getMessage()).contains("empty");
        assertThat(error("a)").getMessage()).contains("')' closes nothing");
        assertThat(error("(a").getMessage()).contains("not closed");
        assertThat(error("a b").getMessage()).contains("'and', 'or'");
        assertThat(error("a.b = 'x").hint()).contains("not closed");
        assertThat(error("a.b = \"\\q\"").getMessage()).contains("\\q");
        assertThat(error("a.b in (x,)").getMessage()).contains("value in the list");
        assertThat(error("a.b =").getMessage()).contains("value");
        assertThat(error("a.b").getMessage()).contains("operator");
        assertThat(error("a.b = \0").getMessage()).contains("NUL");
        assertThat(error("a.b[").getMessage()).contains("argument");
        assertThat(error("proc.name==a(b)").getMessage()).contains("'and', 'or'");
    }

    @Test
    void decodesEscapes() {
        assertThat(text("'a\\'b'")).isEqualTo("a'b");
        assertThat(text("\"a\\\"b\"")).isEqualTo("a\"b");
        assertThat(text("'\\b\\f\\n\\r\\t\\/\\\\.'")).isEqualTo("\b\f\n\r\t/\\.");
        assertThat(text("'\\x41\\x7a'")).isEqualTo("Az");
        assertThat(text("'a\\ b'")).isEqualTo("a\\b");
        assertThat(text("\\d+[x]")).isEqualTo("\\d+[x]");
        assertThat(error("a.b = '\\x00'").getMessage()).contains("NUL");
        assertThat(error("a.b = '\\x4'").getMessage()).contains("two hexadecimal");
    }

    private static String text(String written) {
        Condition.Compare compare = (Condition.Compare) Parser.parse("a.b = " + written);
        return ((Condition.Text) compare.right()).text();
    }

    @Test
    void cancelsAnEvenNumberOfNots() {
        assertThat(Parser.parse("not not a")).isInstanceOf(Condition.Macro.class);
        assertThat(Parser.parse("not not not a")).isInstanceOf(Condition.Not.class);
        assertThat(Parser.parse("not not(a)")).isInstanceOf(Condition.Macro.class);
    }

    @Test
    void readsPartially() {
        Parser.Beginning beginning = Parser.beginning("a.b = 1 and c | rest", 100);
        assertThat(ConditionText.of(beginning.condition())).isEqualTo("a.b = 1 and c");
        assertThat(beginning.end()).isEqualTo(14);
        assertThat(Parser.operand("proc.name: x").orElseThrow().end()).isEqualTo(9);
        assertThat(Parser.operand("tolower(proc.name)!").orElseThrow().end()).isEqualTo(18);
        assertThat(Parser.operand("proc")).isEmpty();
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        Parser.parse("(".repeat(100) + "a" + ")".repeat(100));
        assertThat(error("(".repeat(101) + "a" + ")".repeat(101)).getMessage())
                .contains("more than 100 deep");
        assertThat(error("a.b = " + "tolower(".repeat(200) + "c.d" + ")".repeat(200)).getMessage())
                .contains("more than 100 deep");
    }

    @Test
    void readsATreeAsDeepAsRulesMayHaveOnASmallStack() throws InterruptedException {
        String deep = "not(a and (".repeat(500) + "a" + "))".repeat(500);
        boolean[] read = new boolean[1];
        Thread thread =
                new Thread(
                        null,
                        () -> read[0] = Parser.parse(deep, 0, Parser.RULE_DEPTH) != null,
                        "small",
                        1 << 18);
        thread.start();
        thread.join();
        assertThat(read[0]).isTrue();
        assertThatThrownBy(() -> Parser.parse("(".repeat(100_000), 0, Parser.RULE_DEPTH))
                .isInstanceOf(InvalidCondition.class);
    }
}
