package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.Request;
import io.rondo.client.RequestHandler;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Response;
import io.rondo.client.ResponseHandler;
import io.rondo.client.Rondo;
import io.rondo.client.Service;
import io.rondo.client.service.ResponderEndpoint;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One part of the contract of a service. Each subclass runs for every wiring. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.rondo.client.contract.ServiceCase#all")
@Execution(ExecutionMode.CONCURRENT)
abstract class ServiceContractTest {
    static final String SERVICE = "service";
    static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);
    static final Duration SHORT = Duration.ofMillis(50);

    /** Surefire numbers the cases instead of naming them. */
    @RegisterExtension
    static final TestExecutionExceptionHandler CASE_OF_FAILURE = (context, failure) -> {
        failure.addSuppressed(new AssertionError(context.getParent().orElseThrow().getDisplayName()));
        throw failure;
    };

    @Parameter
    private ServiceCase serviceCase;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private List<Rondo> responding;
    private List<Rondo> requesting;
    /** The last responder over the first connection, which listens if others connect to it. */
    private ResponderEndpoint listener;
    private final AtomicInteger requesters = new AtomicInteger();

    @BeforeEach
    final void connect() {
        responding = serviceCase.connectResponders(directory);
        requesting = serviceCase.connectRequesters(directory);
    }

    @AfterEach
    final void disconnect() {
        requesting.forEach(Rondo::close);
        responding.forEach(Rondo::close);
    }

    final ServiceCase serviceCase() {
        return serviceCase;
    }

    final Path directory() {
        return directory;
    }

    final Rondo responding() {
        return responding.getFirst();
    }

    final Rondo requesting() {
        return requesting.get(requesters.getAndIncrement() % requesting.size());
    }

    final Responder responder() {
        return responder(UnaryOperator.identity());
    }

    final Responder responder(UnaryOperator<Service> settings) {
        if (listener != null && !listener.requests().hasEnded()) {
            return settings.apply(describe(responding.getLast())).responder();
        }
        listener = (ResponderEndpoint) settings.apply(describe(responding())).responder();
        return listener;
    }

    final Requester requester() {
        return requester(UnaryOperator.identity());
    }

    final Requester requester(UnaryOperator<Service> settings) {
        return settings.apply(describe(requesting())).requester();
    }

    private Service describe(Rondo rondo) {
        return serviceCase.describe(rondo.service(SERVICE).deadline(LONG).capacity(1 << 16));
    }

    static DirectBuffer bytes(String text) {
        return Buffers.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request. A short deadline also ends the wait for the connection, so this tries again. */
    static long send(Requester requester, String text, Duration deadline) {
        DirectBuffer request = bytes(text);
        long[] correlation = new long[1];
        Watchdog.await("a request that was sent", () -> {
            correlation[0] = requester.send(request, 0, request.capacity(), deadline);
            return correlation[0] > 0;
        });
        return correlation[0];
    }

    static long send(Requester requester, String text) {
        return send(requester, text, LONG);
    }

    static Response call(Requester requester, String text) {
        DirectBuffer request = bytes(text);
        return requester.call(request, 0, request.capacity());
    }

    static String text(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String text(Response response) {
        return text(response.buffer(), response.offset(), response.length());
    }

    static String text(Request request) {
        return text(request.buffer(), request.offset(), request.length());
    }

    static boolean reply(Request request, String text) {
        DirectBuffer response = bytes(text);
        return request.reply(response, 0, response.capacity());
    }

    /** Returns when requests with this deadline have expired for the responder, too: up to 1 ms later. */
    static void awaitExpiry(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos() + 2_000_000L;
        Watchdog.await("deadline", () -> System.nanoTime() - end > 0);
    }

    /** Handles exactly one request. */
    static void handle(Responder responder, RequestHandler handler) {
        assertThat(responder.receive(handler, 1, LONG)).isEqualTo(1);
    }

    /** Receives exactly one response or outcome. */
    static void receive(Requester requester, ResponseHandler handler) {
        assertThat(requester.receive(handler, 1, LONG)).isEqualTo(1);
    }

    /** Polls the responder until a condition holds; no request may arrive. */
    static void pollUntil(Responder responder, String what, BooleanSupplier condition) {
        Watchdog.await(what, () -> {
            responder.poll(request -> {
                throw new AssertionError("request " + text(request));
            }, 10);
            return condition.getAsBoolean();
        });
    }
}
