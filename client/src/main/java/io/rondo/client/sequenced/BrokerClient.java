package io.rondo.client.sequenced;

import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.core.SegmentException;
import io.rondo.client.sequenced.BrokerResponse.ErrorKind;
import io.rondo.core.os.IoReason;
import io.rondo.core.wait.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Sends requests to the broker of a directory, each over a connection of its own. Thread-safe. */
public final class BrokerClient {
    private static final long RETRY_NANOS = 10_000_000L;
    /** More than ten thousand topics take. */
    private static final int MAX_STATUS = 16 << 20;

    private final BrokerFiles files;

    /**
     * Creates a client.
     *
     * @param files of the broker
     */
    public BrokerClient(BrokerFiles files) {
        this.files = files;
    }

    /**
     * Sends a request and waits for the answer, at most {@link BrokerRequest#PATIENCE}. Waits also for a broker that is starting
     * or recovers, for one that is busy and ends connections without an answer, and for the successor of one that answers that
     * it ends.
     *
     * @param request the request
     * @return the value of the answer; empty if no broker runs, or it is not ready in time
     * @throws RondoException the error that the broker answered
     * @throws UnavailableException if the broker does not answer in time, or not as a broker does
     */
    public OptionalLong ask(BrokerRequest request) {
        return ask(request, BrokerRequest.PATIENCE);
    }

    /** Waits at most {@code timeout}. */
    OptionalLong ask(BrokerRequest request, Duration timeout) {
        long deadline = Deadline.after(timeout);
        Optional<BrokerResponse> response = respond(request, deadline);
        boolean later = isNotReady(response);
        while (later && System.nanoTime() - deadline < 0 && (response.isEmpty() || isNotReady(response))) {
            LockSupport.parkNanos(RETRY_NANOS);
            try {
                response = respond(request, deadline);
            } catch (UnavailableException e) {
                // The broker ended while it was asked.
                response = Optional.empty();
            }
        }
        return response.isEmpty() || isNotReady(response)
                ? OptionalLong.empty()
                : OptionalLong.of(response.get().valueOrThrow());
    }

    private static boolean isNotReady(Optional<BrokerResponse> response) {
        return response.isPresent() && response.get().error() == ErrorKind.NOT_READY;
    }

    private Optional<BrokerResponse> respond(BrokerRequest request, long deadline) {
        return await(() -> exchange(request.toLine(), BrokerResponse.MAX_LENGTH, deadline)
                .map(line -> parsed(line, BrokerResponse::parse)), deadline, () -> BrokerWatch.isRunning(files));
    }

    /**
     * Asks for the status of the broker. Waits for a broker that has just started, but not for recovery, and not if its
     * lock cannot be examined.
     *
     * @param timeout the longest wait
     * @return JSON; empty if no broker runs
     * @throws UnavailableException if the broker does not answer in time, or not as a broker does; also if its lock cannot be
     *     examined
     */
    public Optional<String> status(Duration timeout) {
        long deadline = Deadline.after(timeout);
        Optional<String> answer = await(() -> exchange(BrokerRequest.STATUS, MAX_STATUS, deadline), deadline,
                this::isLocked);
        if (answer.isEmpty() && isLocked()) {
            throw new UnavailableException("the broker of " + files.directory()
                    + " holds its lock and does not listen: check whether it is stopped, and what it logs");
        }
        return answer.map(line -> {
            if (line.startsWith(BrokerResponse.OK)) {
                return line.substring(BrokerResponse.OK.length());
            }
            parsed(line, BrokerResponse::parse).valueOrThrow();
            throw new UnavailableException("the broker answered without its status");
        });
    }

    private boolean isLocked() {
        try {
            return BrokerWatch.isLocked(files);
        } catch (SegmentException e) {
            throw new UnavailableException("cannot find out whether a broker runs: " + e.getMessage(), e);
        }
    }

    /** The broker takes no connection, or ended it before its answer: it is busy, or has died. */
    private static final class UnansweredException extends IOException {
        private static final long serialVersionUID = 1L;

        UnansweredException(String what, IOException cause) {
            super(what, cause);
        }
    }

    /** One exchange with the broker. */
    @FunctionalInterface
    private interface Exchange<T> {
        /** Returns the answer; empty if nothing listens. */
        Optional<T> run() throws UnansweredException;
    }

    /** Repeats an exchange while a broker runs, and does not listen or ends the connection without an answer. */
    private <T> Optional<T> await(Exchange<T> exchange, long deadline, BooleanSupplier running) {
        while (true) {
            Optional<T> answer = Optional.empty();
            UnansweredException failure = null;
            try {
                answer = exchange.run();
            } catch (UnansweredException e) {
                failure = e;
            }
            if (answer.isPresent()) {
                return answer;
            }
            if (System.nanoTime() - deadline >= 0 || !running.getAsBoolean()) {
                if (failure != null) {
                    throw unexpected(failure);
                }
                return answer;
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private <T> T parsed(String line, Function<String, T> parser) {
        try {
            return parser.apply(line);
        } catch (IllegalArgumentException e) {
            throw unexpected(e);
        }
    }

    /** Sends a line and returns the line of the answer; empty if nothing listens. */
    private Optional<String> exchange(String request, int maxLength, long deadline) throws UnansweredException {
        Path path = files.socket();
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            // A stopped broker's queue may be full. A blocking connect(2) would then wait.
            socket.configureBlocking(false);
            connect(socket, path);
            socket.register(selector, SelectionKey.OP_READ);
            write(socket, request);
            return Optional.of(readLine(socket, selector, maxLength, deadline));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (UnansweredException e) {
            throw e;
        } catch (IOException e) {
            throw unexpected(e);
        }
    }

    private UnavailableException unexpected(Exception e) {
        return new UnavailableException("the broker that listens on " + files.socket() + " did not answer as expected: "
                + e.getMessage() + ": check whether it is stopped (rondo doctor), and start it again", e);
    }

    private static void connect(SocketChannel socket, Path path) throws IOException {
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            throw e;
        } catch (SocketException e) {
            // EAGAIN: without blocking, the kernel does not wait until the queue has space.
            if (Files.isWritable(path)) {
                throw new UnansweredException("it takes no connection (" + IoReason.of(e) + ")", e);
            }
            throw e;
        }
    }

    /** The buffer of a new socket has space for a request. */
    private static void write(SocketChannel socket, String request) throws UnansweredException {
        try {
            socket.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UnansweredException("it closed the connection", e);
        }
    }

    private static void read(SocketChannel socket, ByteBuffer part) throws UnansweredException {
        try {
            if (socket.read(part) >= 0) {
                return;
            }
        } catch (IOException e) {
            // It closed the connection before it had read the request.
            throw new UnansweredException("it closed the connection", e);
        }
        throw new UnansweredException("it closed the connection", null);
    }

    private static String readLine(SocketChannel socket, Selector selector, int maxLength, long deadline)
            throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(BrokerResponse.MAX_LENGTH);
        while (line.size() < maxLength) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || selector.select(left) == 0) {
                throw new IOException("no answer in time");
            }
            selector.selectedKeys().clear();
            read(socket, part.clear());
            line.write(part.array(), 0, part.position());
            if (part.position() > 0 && part.get(part.position() - 1) == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
        }
        throw new IOException("the answer is too long");
    }

    /** The failure of a request that needs a running broker. */
    public UnavailableException noBroker(String topic, String purpose) {
        return new UnavailableException("topic " + topic + (BrokerWatch.isRunning(files)
                ? ": the broker in " + files.directory() + " is not ready, and " + purpose
                        + ": wait for the end of its recovery, which rondo broker status shows"
                : ": no broker runs in " + files.directory() + ", and " + purpose
                        + ": start one with rondo broker, with RONDO_DIR set to this directory"));
    }
}
