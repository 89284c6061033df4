package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.core.wait.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends requests to the broker of a directory, each over a connection of its own. Thread-safe. */
final class BrokerClient {
    private static final long RETRY_NANOS = 10_000_000L;

    private final BrokerFiles files;

    BrokerClient(BrokerFiles files) {
        this.files = files;
    }

    /**
     * Sends a request and waits for the answer. Waits also for a broker that is starting: it holds its lock and does not
     * listen yet.
     *
     * @param request the request
     * @param timeout the longest wait
     * @return the value of the answer; empty if no broker runs
     * @throws RondoException the error that the broker answered
     * @throws UnavailableException if the broker does not answer in time, or not as a broker does
     */
    OptionalLong ask(BrokerRequest request, Duration timeout) {
        long deadline = Deadline.after(timeout);
        OptionalLong answer = tryAsk(request, deadline);
        while (answer.isEmpty() && System.nanoTime() - deadline < 0 && BrokerWatch.isRunning(files)) {
            LockSupport.parkNanos(RETRY_NANOS);
            answer = tryAsk(request, deadline);
        }
        return answer;
    }

    private OptionalLong tryAsk(BrokerRequest request, long deadline) {
        Path path = files.socket();
        if (!Files.exists(path)) {
            return OptionalLong.empty();
        }
        BrokerResponse response;
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            // A stopped broker's queue may be full. A blocking connect(2) would then wait.
            socket.configureBlocking(false);
            socket.connect(UnixDomainSocketAddress.of(path));
            socket.register(selector, SelectionKey.OP_READ);
            // The buffer of a new socket has space for a request.
            socket.write(ByteBuffer.wrap((request.toLine() + "\n").getBytes(StandardCharsets.US_ASCII)));
            response = BrokerResponse.parse(readLine(socket, selector, deadline));
        } catch (ConnectException e) {
            return OptionalLong.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new UnavailableException("the broker that listens on " + path + " did not answer as expected: "
                    + e.getMessage() + ": check whether it is stopped (rondo doctor), and start it again", e);
        }
        return OptionalLong.of(response.valueOrThrow());
    }

    private static String readLine(SocketChannel socket, Selector selector, long deadline) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(BrokerResponse.MAX_LENGTH);
        while (line.hasRemaining()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || selector.select(left) == 0) {
                throw new IOException("no answer in time");
            }
            selector.selectedKeys().clear();
            if (socket.read(line) < 0) {
                throw new EOFException("it closed the connection");
            }
            int end = line.position() - 1;
            if (end >= 0 && line.get(end) == '\n') {
                return new String(line.array(), 0, end, StandardCharsets.US_ASCII);
            }
        }
        throw new IOException("the answer is too long");
    }

    /** The failure of a request that needs a running broker. */
    UnavailableException noBroker(String topic, String purpose) {
        return new UnavailableException(
                "topic " + topic + ": no broker runs in " + files.directory() + ", and " + purpose
                        + ": start one with rondo broker, with RONDO_DIR set to this directory");
    }
}
