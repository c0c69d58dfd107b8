package io.pratique.runtime.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pratique.runtime.event.EventTable;
import io.pratique.runtime.field.FieldCatalogue;
import io.pratique.runtime.language.InvalidCondition;
import io.pratique.runtime.language.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterCheckerTest {
    private final FilterChecker checker =
            new FilterChecker(FieldCatalogue.standard(), EventTable.standard());

    private void refuses(String condition, String... words) {
        assertThatThrownBy(() -> checker.check(Parser.parse(condition)))
                .as(condition)
                .isInstanceOfSatisfying(
                        InvalidCondition.class,
                        e -> {
                            assertThat(e.getMessage()).isNotBlank();
                            for (String word : words) {
                                assertThat(e.getMessage() + " " + e.hint()).contains(word);
                            }
                        });
    }

    private Filter check(String condition) {
        return checker.check(Parser.parse(condition));
    }

    @Test
    void namesAFieldThatIsNotKnownAndTheNearest() {
        refuses("proc.nmae = x", "proc.nmae", "proc.name");
        refuses("evt.arg.flgas contains x", "flgas", "flags");
        refuses("no.such.field exists", "no.such.field");
    }

    @Test
    void checksArguments() {
        refuses("proc.name[1] = x", "takes no argument");
        refuses("evt.arg = x", "needs an argument");
        refuses("proc.aname[x] = x", "number");
        refuses("proc.aname[-1] = x", "number");
        refuses("evt.abspath.left = x");
        check("evt.arg[0] = x and evt.arg.flags contains O_CREAT and evt.rawarg.uid = 0");
        check("evt.abspath = x or evt.abspath.dst = x");
        check("thread.cgroup.cpu = x or thread.cgroup[cpu] = x");
        check("container.label.app = x or container.label[app] = x");
        check("proc.env[PATH] contains /bin and container.mount.dest[/proc*] != none");
        check("evt.type.is.open = 1");
    }

    @Test
    void knowsTheTypeOfARawArgument() {
        assertThat(check("evt.rawarg.uid = 4294967295")).isInstanceOf(Filter.Compare.class);
        refuses("evt.rawarg.fd contains x", "does not fit");
        check("evt.rawarg.path contains x");
    }

    @Test
    void checksOperatorsAgainstTypes() {
        refuses("fd.num contains 1", "contains", "number");
        refuses("fd.connected < 1", "boolean");
        refuses("fd.cip startswith 10", "IP address");
        refuses("proc.name bcontains cafe", "text");
        refuses("evt.buffer icontains x", "bytes");
        refuses("fd.types = file", "list");
        refuses("fd.net < 10.0.0.0/8");
        refuses("fd.types = oneof (file)");
    }

    @Test
    void checksConstantsAgainstTypes() {
        refuses("fd.num = abc", "'abc' is not a number");
        refuses("fd.connected = yes", "true or false");
        refuses("fd.sport = 70000", "does not fit");
        refuses("fd.sport = nosuchservice", "port");
        refuses("user.uid = -1", "sign");
        refuses("fd.cip = 10.0.0.0/8", "networks use a field");
        refuses("fd.cip = 10.0.0.256", "IP address");
        refuses("fd.sip = 1:2", "IP address");
        refuses("fd.sip = 1::2::3", "IP address");
        refuses("fd.snet = 10.0.0.1", "10.0.0.1/32");
        refuses("fd.snet = 10.0.0.0/33", "0 to 32");
        refuses("evt.buffer bcontains xyz", "hexadecimal");
        refuses("fd.num = 1.5", "number");
        check("fd.num = 1.0 and fd.num = +3 and evt.rawres > 0x10");
        check("fd.cip in (::ffff:1.2.3.4, ::, 1:2:3:4:5:6:7:8, 1::8)");
    }

    @Test
    void namesAnEventTypeThatIsNotKnown() {
        assertThatThrownBy(() -> check("evt.type in (open, opnat)"))
                .isInstanceOfSatisfying(
                        InvalidCondition.class,
                        e -> {
                            assertThat(e.isUnknownName()).isTrue();
                            assertThat(e.place().index()).isEqualTo(19);
                            assertThat(e.hint()).contains("openat");
                        });
        check("evt.type = kexec_load or evt.type contains nat");
    }

    @Test
    void checksTheRightSide() {
        refuses("proc.name pmatch val(proc.pname)", "pmatch");
        refuses("proc.name regex val(proc.pname)", "regex");
        refuses("fd.snet = val(fd.sip)", "network");
        refuses("proc.name = val(fd.types)");
        refuses("fd.cip = val(fd.ip)", "right side");
        refuses("proc.name = val(fd.num)", "types");
        refuses("fd.num = val(proc.name)", "types");
        check("fd.num = val(proc.pid) and proc.name in val(proc.pname)");
    }

    @Test
    void checksFunctions() {
        refuses("tolower(fd.num) = 1", "tolower");
        refuses("tolower(proc.name, proc.pname) = a", "1 argument");
        refuses("tolower(proc.aname) = a", "function");
        refuses("join(fd.types, (proc.name)) = a", "must be a text");
        refuses("join(\"a\", proc.name) = a", "list");
        refuses("concat(proc.name) = a", "at least 2");
        refuses("getopt(proc.args, \"a\") exists", "option");
        refuses("tolower(proc.name)[a] exists", "index");
        check("len(proc.name) > 3 and tolower(concat(proc.name, 1, 2.5, -3)) = x");
    }

    @Test
    void refusesWhatPosixDoesNotKnow() {
        refuses("proc.name regex '\\\\d+'", "\\d", "[0-9]");
        refuses("proc.name regex '(?i)x'", "(?");
        refuses("proc.name regex 'a*?'");
        refuses("proc.name regex '('", "regular expression");
        refuses("proc.name regex '((a{1000}){1000})'", "large");
        check("proc.name regex '(a{64}b{64}){2}[]a?*+]*\\\\.'");
    }

    @Test
    void refusesPrintOnlyFields() {
        refuses("evt.outputtime = 1", "printed");
    }

    @Test
    void warnsOfTextsThatLookLikeFields() {
        check("proc.name = proc.pname and proc.name = 'tolower(proc.pname)' and fd.name regex abc");
        assertThat(checker.warnings())
                .extracting(FilterChecker.Warning::message)
                .hasSize(3)
                .anyMatch(m -> m.contains("val(proc.pname)"))
                .anyMatch(m -> m.contains("tolower(proc.pname)"))
                .anyMatch(m -> m.contains("'='"));
    }

    @Test
    void knowsAllNativeFields() {
        FieldCatalogue catalogue = FieldCatalogue.standard();
        List<String> plugins = List.of("container", "k8smeta");
        assertThat(
                        catalogue.fields().stream()
                                .filter(field -> !plugins.contains(field.group()))
                                .count())
                .isEqualTo(233);
        assertThat(catalogue.fields()).extracting(f -> f.name()).doesNotHaveDuplicates();
    }

    @Test
    void makesEqualFiltersOfEqualChecks() {
        assertThat(check("proc.name = a")).isEqualTo(check("proc.name   ==   'a'"));
        assertThat(check("proc.name = a")).isNotEqualTo(check("proc.name = b"));
        assertThat(check("fd.sport = 443")).isEqualTo(check("fd.sport = https"));
    }
}
