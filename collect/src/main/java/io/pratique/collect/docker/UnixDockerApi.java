package io.pratique.collect.docker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over a unix socket, as far as it is needed to ask a daemon: GET, one request after the
 * other on a connection that is kept while the daemon keeps it. Not for several threads.
 *
 * <p>What does not end within the timeout, or is larger than the limit, or ends before its length,
 * is an error: half of an answer would be taken for the whole.
 */
public final class UnixDockerApi implements DockerApi, AutoCloseable {
    private static final int MAX_HEAD = 64 << 10;

    private final Path socket;
    private final Duration timeout;
    private final int limit;
    private final LongSupplier nanoTime;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).flip();
    private @Nullable Connection connection;
    private long deadline;
    private String path = "";

    private record Connection(SocketChannel channel, Selector selector) {
        void close() throws IOException {
            selector.close();
            channel.close();
        }
    }

    /**
     * @param timeout for one question, from the connection to the last byte
     * @param limit of one answer in bytes
     * @param nanoTime the clock
     */
    public UnixDockerApi(Path socket, Duration timeout, int limit, LongSupplier nanoTime) {
        this.socket = socket;
        this.timeout = timeout;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    @Override
    public byte[] get(String path) throws IOException {
        requireClean(path);
        this.path = path;
        deadline = nanoTime.getAsLong() + timeout.toNanos();
        boolean kept = connection != null;
        try {
            return ask(path);
        } catch (Refused | TooLarge e) {
            throw e;
        } catch (SocketTimeoutException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            if (!kept) {
                throw e;
            }
        }
        // The daemon had closed a connection that it kept before: once more on a new one.
        try {
            return ask(path);
        } catch (Refused | TooLarge e) {
            throw e;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Only what cannot end the line of a request. */
    private static void requireClean(String path) {
        boolean clean = path.startsWith("/") && path.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (!clean) {
            throw new IllegalArgumentException("no path of a request: " + path);
        }
    }

    private byte[] ask(String path) throws IOException {
        Connection open = connection;
        if (open == null) {
            open = connect();
            connection = open;
            buffer.clear().flip();
        }
        ByteBuffer request =
                ByteBuffer.wrap(
                        ("GET "
                                        + path
                                        + " HTTP/1.1\r\nHost: docker\r\nAccept: application/json\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        while (request.hasRemaining()) {
            if (open.channel().write(request) == 0) {
                await(open, SelectionKey.OP_WRITE);
            }
        }
        Head head = head(open);
        byte[] body = head.chunked() ? chunks(open) : body(open, head.length());
        if (head.closes() || head.length() < 0 && !head.chunked()) {
            close();
        }
        if (head.status() != 200) {
            throw new Refused(path, head.status());
        }
        return body;
    }

    private Connection connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean done = false;
        try {
            // A daemon that takes no connections would hold a blocking one for ever.
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                throw new ConnectException(socket + ": the daemon takes no connection");
            }
            Selector selector = Selector.open();
            channel.register(selector, 0);
            done = true;
            return new Connection(channel, selector);
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    private void await(Connection open, int operation) throws IOException {
        SelectionKey key = open.channel().keyFor(open.selector());
        key.interestOps(operation);
        while (true) {
            long left = deadline - nanoTime.getAsLong();
            if (left <= 0) {
                throw new SocketTimeoutException("GET " + path + ": no answer in " + timeout);
            }
            open.selector().select(Math.max(1, left / 1_000_000));
            boolean ready = !open.selector().selectedKeys().isEmpty();
            open.selector().selectedKeys().clear();
            if (ready) {
                return;
            }
        }
    }

    /** The next byte, or -1 at the end. */
    private int next(Connection open) throws IOException {
        return fill(open) ? buffer.get() & 0xFF : -1;
    }

    private boolean fill(Connection open) throws IOException {
        while (!buffer.hasRemaining()) {
            if (nanoTime.getAsLong() - deadline > 0) {
                throw new SocketTimeoutException("GET " + path + ": no answer in " + timeout);
            }
            buffer.clear();
            int count = open.channel().read(buffer);
            buffer.flip();
            if (count < 0) {
                return false;
            }
            if (count == 0) {
                await(open, SelectionKey.OP_READ);
            }
        }
        return true;
    }

    /**
     * What stands before a body.
     *
     * @param length in bytes; -1 when the end of the connection is the end of the body
     */
    private record Head(int status, long length, boolean chunked, boolean closes) {}

    private Head head(Connection open) throws IOException {
        int[] left = {MAX_HEAD};
        String first = line(open, left);
        String[] words = first.split(" ", 3);
        if (words.length < 2
                || !words[0].startsWith("HTTP/1.")
                || !words[1].matches("[1-5]\\d\\d")) {
            throw new ProtocolException("GET " + path + ": the answer is no HTTP/1.1");
        }
        long length = -1;
        boolean chunked = false;
        boolean closes = words[0].equals("HTTP/1.0");
        for (String line = line(open, left); !line.isEmpty(); line = line(open, left)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new ProtocolException("GET " + path + ": a header has no colon");
            }
            String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = number(value, 10);
                case "transfer-encoding" -> {
                    if (!value.equals("chunked")) {
                        throw new ProtocolException("GET " + path + ": transfer-encoding " + value);
                    }
                    chunked = true;
                }
                case "content-encoding" -> {
                    if (!value.equals("identity")) {
                        throw new ProtocolException("GET " + path + ": content-encoding " + value);
                    }
                }
                case "connection" -> closes |= value.equals("close");
                default -> {
                    // of no meaning for an answer as a whole
                }
            }
        }
        int status = Integer.parseInt(words[1]);
        boolean bodiless = status < 200 || status == 204 || status == 304;
        return new Head(status, bodiless ? 0 : length, chunked, closes || status < 200);
    }

    private long number(String digits, int radix) throws IOException {
        try {
            long number = Long.parseLong(digits, radix);
            if (number >= 0 && !digits.startsWith("+")) {
                return number;
            }
        } catch (NumberFormatException _) {
            // as any other wrong number
        }
        throw new ProtocolException("GET " + path + ": '" + digits + "' is no length");
    }

    /** A line without its end. */
    private String line(Connection open, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = next(open);
            if (c < 0) {
                throw new EOFException("GET " + path + ": the answer is cut off");
            }
            if (--left[0] < 0) {
                throw new ProtocolException("GET " + path + ": the head of the answer has no end");
            }
            if (c == '\n') {
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
            line.append((char) c);
        }
    }

    private byte[] body(Connection open, long length) throws IOException {
        if (length > limit) {
            close();
            throw new TooLarge(path, limit);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 12);
        if (length >= 0) {
            copy(open, length, body);
            return body.toByteArray();
        }
        while (fill(open)) {
            copy(open, buffer.remaining(), body);
        }
        return body.toByteArray();
    }

    private void copy(Connection open, long length, ByteArrayOutputStream to) throws IOException {
        if (length > limit - to.size()) {
            close();
            throw new TooLarge(path, limit);
        }
        long left = length;
        while (left > 0) {
            if (!fill(open)) {
                throw new EOFException("GET " + path + ": the answer is cut off");
            }
            int count = (int) Math.min(left, buffer.remaining());
            to.write(buffer.array(), buffer.position(), count);
            buffer.position(buffer.position() + count);
            left -= count;
        }
    }

    private byte[] chunks(Connection open) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 12);
        int[] left = {MAX_HEAD};
        while (true) {
            String line = line(open, left);
            int semicolon = line.indexOf(';');
            long length = number((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
            if (length == 0) {
                while (!line(open, left).isEmpty()) {
                    // trailers
                }
                return body.toByteArray();
            }
            copy(open, length, body);
            int[] two = {2};
            if (!line(open, two).isEmpty()) {
                throw new ProtocolException("GET " + path + ": a chunk is longer than it says");
            }
            left[0] = MAX_HEAD;
        }
    }

    @Override
    public void close() throws IOException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
