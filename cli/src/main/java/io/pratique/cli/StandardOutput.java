package io.pratique.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A buffered stream that fails loudly. A {@link PrintStream} keeps an error to itself, and a check
 * whose results were lost on a full disk would end like one that found nothing; so what is under it
 * throws {@link OutputFailed}, which it lets through.
 */
final class StandardOutput extends OutputStream {
    private static final int BUFFER = 1 << 16;

    private final OutputStream to;
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    private StandardOutput(OutputStream to) {
        this.to = to;
    }

    /** A stream for text in UTF-8; it is written when 64 KiB are full, or flushed. */
    static PrintStream over(OutputStream to) {
        return new PrintStream(new StandardOutput(to), false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        if (used == BUFFER) {
            empty();
        }
        buffer[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (length > BUFFER - used) {
            empty();
        }
        if (length > BUFFER) {
            send(bytes, from, length);
        } else {
            System.arraycopy(bytes, from, buffer, used, length);
            used += length;
        }
    }

    @Override
    public void flush() {
        empty();
        try {
            to.flush();
        } catch (IOException e) {
            throw new OutputFailed(e);
        }
    }

    private void empty() {
        int count = used;
        used = 0;
        if (count > 0) {
            send(buffer, 0, count);
        }
    }

    private void send(byte[] bytes, int from, int length) {
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            throw new OutputFailed(e);
        }
    }
}
