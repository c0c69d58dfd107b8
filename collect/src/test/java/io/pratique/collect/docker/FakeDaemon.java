package io.pratique.collect.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A unix socket that answers each request with the bytes a test wants, split at will. */
public final class FakeDaemon implements AutoCloseable {
    private final ServerSocketChannel server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Function<String, List<String>> answers;

    /**
     * @param answers the pieces of the answer to a path; one that is {@code hang} waits for ever,
     *     one that is {@code close} ends the connection
     */
    public FakeDaemon(Path socket, Function<String, List<String>> answers) throws IOException {
        this.answers = answers;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    /** An answer with a length. */
    public static List<String> ok(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return List.of("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    public static List<String> status(int status) {
        return List.of("HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\n{}");
    }

    /** The first lines of all requests. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            StringBuilder text = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (client.read(buffer) >= 0) {
                text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                buffer.clear();
                int end = text.indexOf("\r\n\r\n");
                if (end < 0) {
                    continue;
                }
                String line = text.substring(0, text.indexOf("\r\n"));
                text.delete(0, end + 4);
                requests.add(line);
                for (String piece : answers.apply(line.split(" ", 3)[1])) {
                    if (piece.equals("close")) {
                        return;
                    }
                    if (piece.equals("hang")) {
                        Thread.sleep(60_000);
                    }
                    ByteBuffer bytes = ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        client.write(bytes);
                    }
                    Thread.sleep(1);
                }
            }
        } catch (ClosedChannelException _) {
            // the test is over
        } catch (IOException | InterruptedException _) {
            // the client went away
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
