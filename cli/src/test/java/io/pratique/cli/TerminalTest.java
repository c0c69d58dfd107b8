package io.pratique.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private PrintStream err() {
        return new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isNoneUnlessTheLauncherSaysSo() {
        assertThat(Terminal.of(Map.of())).isEqualTo(Terminal.none());
        assertThat(Terminal.of(Map.of("PRATIQUE_TERMINAL", "")).out()).isFalse();
    }

    @Test
    void takesStreamsAndWidthFromTheLauncher() {
        Terminal terminal = Terminal.of(Map.of("PRATIQUE_TERMINAL", "out err 132"));

        assertThat(terminal.out()).isTrue();
        assertThat(terminal.err()).isTrue();
        assertThat(terminal.columns()).isEqualTo(132);
        assertThat(terminal.coloursOut()).isTrue();
    }

    @Test
    void doesNotBelieveWidthsThatCannotBe() {
        assertThat(Terminal.of(Map.of("PRATIQUE_TERMINAL", "out 0")).columns()).isEqualTo(80);
        assertThat(Terminal.of(Map.of("PRATIQUE_TERMINAL", "out x1")).columns()).isEqualTo(80);
        assertThat(Terminal.of(Map.of("COLUMNS", "99999999999")).columns()).isEqualTo(80);
        assertThat(Terminal.of(Map.of("COLUMNS", "120")).columns()).isEqualTo(120);
    }

    @Test
    void honoursTheVariablesOnColours() {
        String out = "out 80";
        assertThat(Terminal.of(Map.of("PRATIQUE_TERMINAL", out, "NO_COLOR", "1")).coloursOut())
                .isFalse();
        assertThat(Terminal.of(Map.of("PRATIQUE_TERMINAL", out, "NO_COLOR", "")).coloursOut())
                .isTrue();
        assertThat(Terminal.of(Map.of("PRATIQUE_TERMINAL", out, "TERM", "dumb")).coloursOut())
                .isFalse();
        assertThat(Terminal.of(Map.of("CLICOLOR_FORCE", "1")).coloursOut()).isTrue();
        assertThat(Terminal.of(Map.of("CLICOLOR_FORCE", "0")).coloursOut()).isFalse();
        assertThat(Terminal.of(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1")).coloursOut())
                .isFalse();
    }

    @Test
    void letsTheOptionWinOverTheVariables() {
        Terminal terminal = Terminal.of(Map.of("PRATIQUE_TERMINAL", "out", "NO_COLOR", "1"));

        assertThat(terminal.withColours("always").coloursOut()).isTrue();
        assertThat(terminal.withColours("auto").coloursOut()).isFalse();
        assertThat(Terminal.none().withColours("always").withColours("never").coloursOut())
                .isFalse();
    }

    @Test
    void showsProgressAfterASecondAndTakesItAway() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        Progress progress = new Progress(err(), true, now::get);

        progress.tick(new Summary());
        now.addAndGet(999_000_000L);
        progress.tick(new Summary());
        assertThat(said()).isEmpty();

        now.addAndGet(2_000_000L);
        progress.tick(new Summary());
        progress.tick(new Summary());
        assertThat(said()).isEqualTo("\r\u001b[K0 workloads judged\u2026");

        progress.clear();
        progress.clear();
        assertThat(said()).endsWith("\u2026\r\u001b[K");
    }

    @Test
    void showsNoProgressWhereThereIsNoTerminal() {
        AtomicLong now = new AtomicLong();
        Progress progress = new Progress(err(), false, now::get);
        now.set(Long.MAX_VALUE / 2);

        progress.tick(new Summary());
        progress.clear();

        assertThat(said()).isEmpty();
    }

    @Test
    void endsQuietlyWhenItsReaderIsGone() {
        assertThat(write("Broken pipe")).isEqualTo(141);
        assertThat(said()).isEmpty();
    }

    @Test
    void saysThatItsOutputWasLost() {
        assertThat(write("No space left on device")).isEqualTo(70);
        assertThat(said()).contains("output-failed", "No space left on device").hasLineCount(1);
    }

    private int write(String error) {
        PrintStream out =
                StandardOutput.over(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException(error);
                            }
                        });
        return new LastResort(err(), false)
                .run(() -> {
                    out.println("a result");
                    out.flush();
                    return 0;
                });
    }

    @Test
    void saysAFaultInOneLineAndMoreWhenAsked() {
        IllegalStateException fault = new IllegalStateException("two\nlines");

        assertThat(
                        new LastResort(err(), false)
                                .run(() -> {
                                    throw fault;
                                }))
                .isEqualTo(70);
        assertThat(said()).contains("internal-error", "PRATIQUE_DEBUG").hasLineCount(1);

        err.reset();
        new LastResort(err(), true)
                .run(() -> {
                    throw fault;
                });
        assertThat(said()).contains("at io.pratique.cli.TerminalTest");

        err.reset();
        assertThat(
                        new LastResort(err(), false)
                                .run(() -> {
                                    throw new OutOfMemoryError();
                                }))
                .isEqualTo(70);
        assertThat(said()).contains("out-of-memory", "-Xmx");
    }

    @Test
    void keepsTheOrderOfSmallAndLargeWrites() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = StandardOutput.over(bytes);
        StringBuilder expected = new StringBuilder();
        for (int size : new int[] {1, 70_000, 10, 65_536, 65_535, 1, 1, 200_000}) {
            String text = Integer.toString(size).repeat(size).substring(0, size);
            expected.append(text);
            out.print(text);
            out.write('x');
            expected.append('x');
        }
        out.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
    }
}
