package io.rondo.broker.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.UnavailableException;
import io.rondo.client.sequenced.BrokerRequest;
import io.rondo.client.sequenced.ProducerRequest;
import io.rondo.client.support.Watchdog;
import io.rondo.core.os.PeerCredentials;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not behave. */
@Timeout(60)
class ControlServerTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String OWN_USER = "rw-------";

    @TempDir
    private Path directory;
    private Path path;
    private final RequestCounts counts = new RequestCounts();
    private ControlServer server;

    @BeforeEach
    void listen() {
        path = directory.resolve("@broker.sock");
        server = ControlServer.open(path, OWN_USER, this::handle, client -> "{\"a\":\"\u00e4\"}", counts);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private long handle(BrokerRequest request, PeerCredentials client) {
        return switch (request.topic()) {
            case "broken" -> throw new IllegalStateException("a defect");
            case "missing" -> throw new UnavailableException("not\nhere");
            default -> request instanceof ProducerRequest producer ? producer.producerId() : 0;
        };
    }

    private SocketChannel connect() throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        return socket;
    }

    private static String exchange(SocketChannel socket, String text) throws IOException {
        try (socket) {
            socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            return read(socket);
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(SocketChannel socket) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(10_000);
        while (socket.read(answer) >= 0) {
            // Until the server closes.
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    }

    private String ask(String text) throws IOException {
        return exchange(connect(), text);
    }

    @Test
    void eachRequestIsAnsweredWithOneLine() throws IOException {
        assertThat(ask("1 producer t 42\n")).isEqualTo("ok 42\n");
        assertThat(ask("1 open t\n")).isEqualTo("ok 0\n");
        assertThat(ask("1 open missing\n")).isEqualTo("error unavailable not?here\n");
        assertThat(ask("1 open t capacity=3\n")).startsWith("error argument capacity 3");
        assertThat(ask("nonsense\n")).startsWith("error argument 'nonsense'");
        assertThat(ask("1 open broken\n")).startsWith("error unavailable the broker failed");
    }

    @Test
    void theStatusIsAnsweredOnOneLineInUtf8() throws IOException {
        assertThat(ask("1 status\n")).isEqualTo("ok {\"a\":\"\u00c3\u00a4\"}\n");
        assertThat(ask("1 status x y\n")).startsWith("error argument ");
        assertThat(ask("2 status\n")).startsWith("error argument ");
    }

    @Test
    void requestsAreCountedByNameAndResult() throws IOException {
        ask("1 producer t 42\n");
        ask("1 producer t 43\n");
        ask("1 open missing\n");
        ask("1 status\n");
        ask("x y z\n");
        List<String> counted = new ArrayList<>();
        counts.forEach((request, result, count) -> counted.add(request + " " + result + " " + count));
        assertThat(counted).containsExactlyInAnyOrder("producer ok 2", "open unavailable 1", "status ok 1",
                "invalid argument 1");
        Watchdog.await("the end of all connections", () -> counts.connections() == 0);
    }

    @Test
    void aLineInPiecesIsOneRequest() throws Exception {
        try (SocketChannel socket = connect()) {
            for (byte b : "1 producer t 7\n".getBytes(StandardCharsets.US_ASCII)) {
                socket.write(ByteBuffer.wrap(new byte[]{b}));
                Thread.yield();
            }
            assertThat(read(socket)).isEqualTo("ok 7\n");
        }
    }

    @Test
    void requestsThatAreTooLongOrCutOffEndTheConnection() throws IOException {
        assertThat(ask("x".repeat(BrokerRequest.MAX_LENGTH + 1))).isEmpty();
        connect().close();
        SocketChannel half = connect();
        half.write(ByteBuffer.wrap("1 op".getBytes(StandardCharsets.US_ASCII)));
        half.close();
        assertThat(ask("1 producer t 1\n")).isEqualTo("ok 1\n");
    }

    @Test
    void randomBytesAreAnsweredOrRefused() throws IOException {
        Random random = new Random(9);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            String answer = ask(new String(bytes, StandardCharsets.ISO_8859_1) + "\n");
            assertThat(answer).satisfiesAnyOf(text -> assertThat(text).isEmpty(),
                    text -> assertThat(text).startsWith("error argument "));
        }
        assertThat(ask("1 producer t 1\n")).isEqualTo("ok 1\n");
    }

    /** Listens with other limits of a connection. */
    private void listen(Duration request, Duration answer, ControlServer.RequestHandler handler) {
        server.close();
        server = ControlServer.open(path, OWN_USER, handler, _ -> "{}", counts,
                new ControlServer.Deadlines(request, answer));
    }

    /** Returns the answer; empty if the connection was closed while the request was sent. */
    private String tryAsk(String text) {
        ByteBuffer answer = ByteBuffer.allocate(10_000);
        try (SocketChannel socket = connect()) {
            socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            // A connection that is closed before its request was read is reset behind the answer.
            while (socket.read(answer) >= 0 && answer.get(answer.position() - 1) != '\n') {
                // Until the end of the line.
            }
        } catch (IOException e) {
            return "";
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }

    private List<SocketChannel> connectSilent() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            silent.add(connect());
        }
        return silent;
    }

    @Test
    void aConnectionAboveTheLimitIsAnsweredThatTheBrokerIsNotReady() throws Exception {
        listen(LONG, LONG, this::handle);
        List<SocketChannel> silent = connectSilent();
        Watchdog.await("a refusal",
                () -> tryAsk("1 producer t 1\n").equals("error not_ready the broker has 64 connections: ask again\n"));
        for (SocketChannel socket : silent) {
            socket.close();
        }
        Watchdog.await("an answer", () -> tryAsk("1 producer t 1\n").equals("ok 1\n"));
    }

    @Test
    void silentConnectionsDoNotExhaustTheServer() throws Exception {
        listen(Duration.ofMillis(50), LONG, this::handle);
        List<SocketChannel> silent = connectSilent();
        Watchdog.await("an answer", () -> tryAsk("1 producer t 1\n").equals("ok 1\n"));
        for (SocketChannel socket : silent) {
            socket.close();
        }
    }

    @Test
    void aRequestThatTakesTooLongIsAnsweredThatTheBrokerIsNotReady() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        listen(LONG, Duration.ofMillis(50), (_, _) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 1;
        });
        try {
            assertThat(ask("1 open t\n")).isEqualTo("error not_ready the broker is busy: ask again\n");
        } finally {
            end.countDown();
        }
    }

    @Test
    void closingEndsConnectionsAndRemovesTheSocket() throws Exception {
        SocketChannel waiting = connect();
        server.close();
        // Closed, or reset if it was not accepted yet.
        assertThat(exchange(waiting, "1 open t\n")).isEmpty();
        assertThat(Files.exists(path)).isFalse();
        server.close();
    }

    @Test
    void aDeadPredecessorsSocketIsReplaced() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        server.close();
        Files.createFile(path);
        server = ControlServer.open(path, OWN_USER, (request, client) -> {
            ended.countDown();
            return 5;
        }, client -> "{}", new RequestCounts());
        assertThat(ask("1 open t\n")).isEqualTo("ok 5\n");
        ended.await();
        assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
    }
}
