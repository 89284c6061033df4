package io.rondo.client.sequenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.Task;
import io.rondo.core.os.LockFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests to a broker that the test plays. */
@Timeout(60)
class BrokerClientTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final BrokerRequest REQUEST = new ProducerRequest("t", 7);

    @TempDir
    private Path directory;
    private BrokerFiles files;
    private BrokerClient client;
    private ServerSocketChannel server;

    @BeforeEach
    void create() {
        files = new BrokerFiles(directory);
        client = new BrokerClient(files);
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(files.socket()));
    }

    /** Answers one request with these bytes, and closes. */
    private Task<String> answer(String bytes) {
        return Task.start(() -> {
            try (SocketChannel connection = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(BrokerRequest.MAX_LENGTH);
                while (request.position() == 0 || request.get(request.position() - 1) != '\n') {
                    connection.read(request);
                }
                connection.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
                return new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
            }
        });
    }

    private LockFile lockAsBroker() throws IOException {
        Files.createFile(files.lock());
        LockFile lock = LockFile.open(files.lock());
        assertThat(lock.tryLock(0, 1)).isTrue();
        return lock;
    }

    @Test
    void withoutASocketOrAListenerNoBrokerRuns() throws IOException {
        assertThat(client.ask(REQUEST, LONG)).isEmpty();
        listen();
        server.close();
        assertThat(client.ask(REQUEST, LONG)).isEmpty();
    }

    @Test
    void aLockThatCannotBeExaminedIsNoStoppedBrokerAndNotWaitedFor() throws IOException {
        Files.createSymbolicLink(files.lock(), directory.resolve("elsewhere"));
        assertThatThrownBy(() -> client.status(Duration.ofDays(1))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cannot find out whether a broker runs: cannot open " + files.lock());
    }

    @Test
    void aBrokerThatIsStartingIsWaitedFor() throws Exception {
        try (LockFile lock = lockAsBroker()) {
            Task<OptionalLong> asking = Task.start(() -> client.ask(REQUEST, LONG));
            listen();
            assertThat(answer("ok 42\n").join()).isEqualTo("1 producer t 7\n");
            assertThat(asking.join()).hasValue(42);
            assertThat(lock.isLockedByOther(0, 1)).isFalse();
        }
    }

    @Test
    void aBrokerThatNeverListensIsGivenUp() throws Exception {
        try (LockFile lock = lockAsBroker()) {
            assertThat(BrokerWatch.isRunning(files)).isTrue();
            assertThat(client.ask(REQUEST, Duration.ofMillis(50))).isEmpty();
            assertThat(lock.isLockedByOther(0, 1)).isFalse();
        }
        assertThat(BrokerWatch.isRunning(files)).isFalse();
    }

    @Test
    void aRunningBrokerThatClosesTheConnectionIsAskedAgain() throws Exception {
        listen();
        try (LockFile _ = lockAsBroker()) {
            Task<OptionalLong> asking = Task.start(() -> client.ask(REQUEST, LONG));
            answer("").join();
            // Before it has read the request.
            server.accept().close();
            answer("ok 42\n").join();
            assertThat(asking.join()).hasValue(42);
        }
    }

    @Test
    void aRunningBrokerThatOnlyClosesConnectionsIsReported() throws Exception {
        listen();
        try (LockFile _ = lockAsBroker()) {
            Task<Void> closing = Task.start(() -> {
                try {
                    while (true) {
                        server.accept().close();
                    }
                } catch (ClosedChannelException e) {
                    return null;
                }
            });
            assertThatThrownBy(() -> client.ask(REQUEST, Duration.ofMillis(50)))
                    .isInstanceOf(UnavailableException.class).hasMessageContaining("did not answer as expected");
            server.close();
            closing.join();
        }
    }

    @Test
    void aBrokerWithAFullQueueOfConnectionsIsAskedAgain() throws Exception {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(files.socket()), 1);
        List<SocketChannel> queued = new ArrayList<>();
        try (LockFile _ = lockAsBroker()) {
            // The kernel queues one more than the limit.
            for (int i = 0; i < 2; i++) {
                queued.add(SocketChannel.open(UnixDomainSocketAddress.of(files.socket())));
            }
            assertThatThrownBy(() -> client.ask(REQUEST, Duration.ofMillis(50)))
                    .isInstanceOf(UnavailableException.class).hasMessageContaining("it takes no connection");
            Task<OptionalLong> asking = Task.start(() -> client.ask(REQUEST, LONG));
            for (int i = 0; i < queued.size(); i++) {
                server.accept().close();
            }
            answer("ok 42\n").join();
            assertThat(asking.join()).hasValue(42);
        } finally {
            for (SocketChannel socket : queued) {
                socket.close();
            }
        }
    }

    @Test
    void anErrorIsThrownAsTheExceptionThatItNames() throws Exception {
        listen();
        Task<String> answered = answer("error mismatch has capacity 4096\n");
        assertThatThrownBy(() -> client.ask(REQUEST, LONG)).isInstanceOf(ChannelMismatchException.class)
                .hasMessage("has capacity 4096");
        answered.join();
    }

    @Test
    void whatIsNoAnswerIsReported() throws Exception {
        listen();
        for (String bytes : new String[]{"", "ok", "nonsense\n", "ok x\n", "x".repeat(5000)}) {
            Task<String> answered = answer(bytes);
            assertThatThrownBy(() -> client.ask(REQUEST, LONG)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("did not answer as expected");
            answered.join();
        }
    }

    @Test
    void aBrokerThatIsStoppedIsReported() throws Exception {
        listen();
        assertThatThrownBy(() -> client.ask(REQUEST, Duration.ofMillis(50))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no answer in time");
    }
}
