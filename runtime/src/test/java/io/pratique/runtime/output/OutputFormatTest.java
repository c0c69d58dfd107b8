package io.pratique.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pratique.document.Documents;
import io.pratique.document.Node;
import io.pratique.document.Source;
import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.filter.FakeEvent;
import io.pratique.runtime.filter.FilterChecker;
import io.pratique.runtime.language.InvalidCondition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputFormatTest {
    private static final long TIME = 1_767_323_045_123_456_789L;

    private final FilterChecker checker =
            new FilterChecker(FieldCatalogue.standard(), EventTable.standard());
    private final FakeEvent event =
            new FakeEvent()
                    .with("proc.name", "sh")
                    .with("fd.types", List.of("file", "ipv4"))
                    .with("proc.aname", List.of("bash", "sshd"))
                    .with("fd.sip", FakeEvent.ip("2001:db8:0:0:1::1"))
                    .with("fd.cip", FakeEvent.ip("10.0.0.1"))
                    .with("user.uid", 0)
                    .with("user.loginuid", -1)
                    .with("container.privileged", true)
                    .with("thread.cpu", 2.5)
                    .with("proc.cmdline", "a\nb\u0007c");

    private String print(String format) {
        return OutputFormat.parse(format, checker).prepare(event).print();
    }

    @Test
    void printsValuesAndWhatIsMissing() {
        assertThat(print("%proc.name ran (user=%user.name uid=%user.uid)"))
                .isEqualTo("sh ran (user=<NA> uid=0)");
        assertThat(print("*%proc.name.")).isEqualTo("sh.");
        assertThat(print("%proc.name.foo %fd.types %proc.aname"))
                .isEqualTo("sh.foo (file,ipv4) bash->sshd");
        assertThat(print("%fd.sip %fd.cip %user.loginuid %container.privileged %thread.cpu"))
                .isEqualTo("2001:db8::1:0:0:1 10.0.0.1 -1 true 2.5");
        assertThat(print("%toupper(proc.name)-%evt.arg.flags-%evt.arg[0]"))
                .isEqualTo("SH-<NA>-<NA>");
        assertThat(print("no fields")).isEqualTo("no fields");
    }

    @Test
    void keepsAnAlertOnOneLine() {
        assertThat(print("%proc.cmdline")).isEqualTo("a bc");
    }

    @Test
    void padsAndCuts() {
        assertThat(print("[%5proc.name][%1proc.name][%12fd.name]"))
                .isEqualTo("[sh   ][s][<NA>        ]");
    }

    @Test
    void refusesWhatIsNoField() {
        for (String format :
                List.of(
                        "x %",
                        "%12",
                        "% x",
                        "%s",
                        "%nosuch.field",
                        "%fd.ip",
                        "%evt.arg",
                        "%%",
                        "%proc.name[0]",
                        "%tolower(proc.name")) {
            assertThatThrownBy(() -> OutputFormat.parse(format, checker))
                    .as(format)
                    .isInstanceOf(InvalidCondition.class);
        }
        assertThatThrownBy(() -> OutputFormat.parse("ab %proc.nmae x", checker))
                .isInstanceOfSatisfying(
                        InvalidCondition.class,
                        e -> {
                            assertThat(e.place().index()).isEqualTo(3);
                            assertThat(e.isUnknownName()).isTrue();
                            assertThat(e.hint()).contains("proc.name");
                        });
    }

    @Test
    void writesFalcosAlert() {
        AlertFormat alert =
                new AlertFormat(
                        "R \"1\"",
                        "CR-1",
                        "isolate",
                        "Warning",
                        "syscall",
                        List.of("T1059", "container"),
                        OutputFormat.parse(
                                "x %proc.name %user.name %user.uid %fd.types %container.privileged"
                                        + " %proc.aname %thread.cpu",
                                checker),
                        Map.of("who", OutputFormat.parse("by %user.name", checker)));
        AlertFormat.Printer printer = alert.prepare(event, AlertFormat.Options.standard("n1"));
        assertThat(printer.text(TIME))
                .isEqualTo(
                        "03:04:05.123456789: Warning x sh <NA> 0 (file,ipv4) true bash->sshd 2.5");
        String json = printer.json(TIME);
        assertThat(json).doesNotContain("\n");
        Node node = Documents.first(Source.of("alert", json)).root();
        assertThat(node.textOf("time")).contains("2026-01-02T03:04:05.123456789Z");
        assertThat(node.textOf("rule")).contains("R \"1\"");
        assertThat(node.textOf("priority")).contains("Warning");
        assertThat(node.textOf("source")).contains("syscall");
        assertThat(node.textOf("hostname")).contains("n1");
        assertThat(node.textOf("action")).contains("isolate");
        assertThat(node.textOf("output").orElseThrow())
                .startsWith("03:04:05.123456789: Warning x sh");
        assertThat(node.get("message")).isEmpty();
        assertThat(node.get("tags").orElseThrow().elements())
                .extracting(Node::text)
                .containsExactly("T1059", "container");
        Node fields = node.get("output_fields").orElseThrow();
        assertThat(fields.get("evt.time").orElseThrow().text()).isEqualTo(Long.toString(TIME));
        assertThat(fields.get("user.name").orElseThrow().isNull()).isTrue();
        assertThat(fields.get("user.uid").orElseThrow().isNumber()).isTrue();
        assertThat(fields.get("container.privileged").orElseThrow().isBoolean()).isTrue();
        assertThat(fields.get("fd.types").orElseThrow().elements()).hasSize(2);
        assertThat(fields.textOf("proc.aname")).contains("bash->sshd");
        assertThat(node.get("userDefinedFields").orElseThrow().textOf("who")).contains("by <NA>");
    }

    @Test
    void escapesJson() {
        String json =
                new JsonText()
                        .beginObject()
                        .key("a\"\\\n\u0001\ud800b\ud83d\ude00")
                        .beginArray()
                        .number(-1)
                        .unsigned(-1)
                        .real(0.5)
                        .real(Double.NaN)
                        .bool(true)
                        .none()
                        .text("x")
                        .endArray()
                        .endObject()
                        .toString();
        assertThat(json)
                .isEqualTo(
                        "{\"a\\\"\\\\\\n\\u0001\\ufffdb\ud83d\ude00\":[-1,18446744073709551615,0.5,null,true,null,\"x\"]}");
    }
}
