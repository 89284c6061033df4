package io.rondo.broker.control;

import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.client.sequenced.BrokerRequest;
import io.rondo.client.sequenced.BrokerResponse;
import io.rondo.client.sequenced.NotReadyException;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.PeerCredentials;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Answers one request per connection ({@link BrokerRequest}). Requests are untrusted: their length, their number and the
 * time that a connection may take are limited. Each connection has a virtual thread. Thread-safe.
 */
public final class ControlServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final int MAX_CONNECTIONS = 64;
    private static final String STATUS = "status";
    private static final Deadlines DEADLINES = new Deadlines(Duration.ofSeconds(2), BrokerRequest.LONGEST_EXCHANGE);

    private final Path path;
    private final RequestHandler handler;
    private final Function<PeerCredentials, String> status;
    private final RequestCounts counts;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final Executor requestDeadline;
    private final Executor answerDeadline;

    /**
     * The limits of a connection.
     *
     * @param request the longest time until the request has arrived
     * @param answer the longest time until the answer, which is {@code not_ready} then
     */
    record Deadlines(Duration request, Duration answer) {}

    /** Executes requests. Called by many threads. */
    @FunctionalInterface
    public interface RequestHandler {
        /**
         * Executes a request.
         *
         * @param request the request
         * @param client the process that sent it
         * @return the value of the answer
         * @throws RondoException the failure to answer with
         */
        long execute(BrokerRequest request, PeerCredentials client);
    }

    private ControlServer(Path path, RequestHandler handler, Function<PeerCredentials, String> status,
            RequestCounts counts, ServerSocketChannel server, Deadlines deadlines) {
        this.path = path;
        this.handler = handler;
        this.status = status;
        this.counts = counts;
        this.server = server;
        requestDeadline = executor(deadlines.request());
        answerDeadline = executor(deadlines.answer());
    }

    private static Executor executor(Duration delay) {
        return CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Listens, in place of a dead predecessor. The caller holds the lock of the directory's broker.
     *
     * @param path of the socket
     * @param mode of its file, as {@code ls} shows it
     * @param handler executes requests
     * @param status returns the status for a client as JSON on one line; called by many threads
     * @param counts gets the number of requests
     * @return the server, to be closed
     * @throws RondoException if the socket cannot be created
     */
    public static ControlServer open(Path path, String mode, RequestHandler handler,
            Function<PeerCredentials, String> status, RequestCounts counts) {
        return open(path, mode, handler, status, counts, DEADLINES);
    }

    /** As above, with deadlines that a test needs. */
    static ControlServer open(Path path, String mode, RequestHandler handler, Function<PeerCredentials, String> status,
            RequestCounts counts, Deadlines deadlines) {
        Path unbound = path.resolveSibling("@broker.made");
        ServerSocketChannel server = null;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            // No longer than the final path. No client sees the socket with another mode or before it listens.
            Files.deleteIfExists(unbound);
            server.bind(UnixDomainSocketAddress.of(unbound), MAX_CONNECTIONS);
            Files.setPosixFilePermissions(unbound, PosixFilePermissions.fromString(mode));
            Files.move(unbound, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            ControlServer opened = new ControlServer(path, handler, status, counts, server, deadlines);
            Thread.ofPlatform().daemon().name("rondo-broker-control").start(opened::accept);
            return opened;
        } catch (IOException e) {
            closeQuietly(server);
            throw new RondoException("the broker cannot listen on " + path + ": " + IoReason.of(e)
                    + ": check the mode of its directory", e);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                // Added before the look at the server, which close() closes before it ends the connections: one of both ends
                // this one.
                connections.add(connection);
                if (!server.isOpen()) {
                    end(connection);
                } else if (connections.size() > MAX_CONNECTIONS) {
                    new Exchange(connection).refuse("the broker has " + MAX_CONNECTIONS + " connections");
                } else {
                    Thread.ofVirtual().name("rondo-broker-request").start(() -> serve(connection));
                }
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.log(Level.WARNING, "a request could not be accepted: {0}", IoReason.of(e));
                    // Without a free descriptor the next call would fail at once.
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A connection gets one answer: that of its request, or {@code not_ready} if it would come too late. */
    private final class Exchange {
        private final SocketChannel connection;
        private final AtomicBoolean answered = new AtomicBoolean();
        private volatile boolean asked;

        Exchange(SocketChannel connection) {
            this.connection = connection;
        }

        /** Reads the request; returns null if the client sends none, or one that is too long. */
        String read() throws IOException {
            requestDeadline.execute(() -> {
                if (!asked) {
                    end(connection);
                }
            });
            String line = readLine(connection);
            asked = true;
            return line;
        }

        void answer(String line) throws IOException {
            if (answered.compareAndSet(false, true)) {
                write(connection, line);
            }
        }

        /** Ends the connection; the client asks again. An answer fits into the buffer of the socket, so this does not wait. */
        void refuse(String reason) {
            try {
                answer(BrokerResponse.error(new NotReadyException(reason + ": ask again")).toLine());
            } catch (IOException e) {
                // The client has ended.
            } finally {
                end(connection);
            }
        }
    }

    private void serve(SocketChannel connection) {
        counts.opened();
        Exchange exchange = new Exchange(connection);
        try {
            String line = exchange.read();
            if (line != null) {
                answerDeadline.execute(() -> exchange.refuse("the broker is busy"));
                exchange.answer(answer(line, ClientCredentials.of(connection)));
            }
        } catch (IOException e) {
            // The client has ended, or the deadline has passed.
        } finally {
            counts.closed();
            end(connection);
        }
    }

    private String answer(String line, PeerCredentials client) {
        String request = RequestCounts.INVALID;
        String answer = null;
        BrokerResponse response;
        try {
            if (line.equals(BrokerRequest.STATUS)) {
                request = STATUS;
                answer = "ok " + status.apply(client);
                response = BrokerResponse.ok(0);
            } else {
                BrokerRequest parsed = BrokerRequest.parse(line);
                request = line.split(" ", 3)[1];
                response = BrokerResponse.ok(handler.execute(parsed, client));
            }
        } catch (RondoException | IllegalArgumentException e) {
            response = BrokerResponse.error(e);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a request failed", e);
            response = BrokerResponse.error(new UnavailableException("the broker failed: " + e));
        }
        counts.add(request, response.error() == null ? "ok" : response.error().name().toLowerCase(Locale.ROOT));
        return answer == null ? response.toLine() : answer;
    }

    /** Returns the first line; null if the client sends none, or one that is too long. */
    private static String readLine(SocketChannel connection) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(BrokerRequest.MAX_LENGTH);
        while (line.hasRemaining() && connection.read(line) >= 0) {
            int end = line.position() - 1;
            if (end >= 0 && line.get(end) == '\n') {
                return new String(line.array(), 0, end, StandardCharsets.US_ASCII);
            }
        }
        return null;
    }

    private static void write(SocketChannel connection, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    private void end(SocketChannel connection) {
        connections.remove(connection);
        closeQuietly(connection);
    }

    private static void closeQuietly(AutoCloseable channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (Exception e) {
            // The descriptor is released nevertheless.
        }
    }

    /** Ends all connections, and removes the socket. The caller still holds the lock of the directory's broker. */
    @Override
    public void close() {
        closeQuietly(server);
        connections.forEach(this::end);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A remaining file refuses connections, as no file does.
        }
    }
}
