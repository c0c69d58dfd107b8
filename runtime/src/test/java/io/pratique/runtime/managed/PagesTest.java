package io.pratique.runtime.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Path FOLDER = Path.of("../docs/runtime");
    private static final List<ManagedRule> RULES = RulePack.managed().managedRules();

    /** To write them anew: {@code -Dgolden.update=true}. */
    @Test
    void areCheckedInAsTheyAreMade() throws IOException {
        check("coverage.md", Coverage.of(RULES).page());
        check("rules/managed.md", RulePage.of(RULES));
    }

    private static void check(String name, String made) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file).equals(made))
                .as(name + " is as the rules say; otherwise run with -Dgolden.update=true")
                .isTrue();
    }

    @Test
    void haveARuleForEveryCellOfTheMatrixAndSayWhatIsNotShown() {
        assertThat(Coverage.of(RULES).cells())
                .hasSizeGreaterThan(35)
                .allSatisfy(cell -> {
                    assertThat(cell.rules()).as(cell.tactic() + cell.technique()).isNotEmpty();
                    assertThat(cell.unseen()).endsWith(".");
                });
    }
}
