package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.endpoint.Endpoint;
import io.rondo.client.endpoint.Lifecycle;
import io.rondo.client.endpoint.ProducerTransport;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint fails to close with an Error, as access to a truncated file does. */
class ParallelCloseErrorTest {
    /** An endpoint that fails to close, or not. */
    private record Failing(Lifecycle lifecycle, InternalError before, InternalError error, AtomicInteger closed)
            implements
                Endpoint {
        static Failing with(InternalError before, InternalError error, AtomicInteger closed) {
            ProducerTransport none = (ProducerTransport) Proxy.newProxyInstance(
                    ProducerTransport.class.getClassLoader(), new Class<?>[]{ProducerTransport.class},
                    (proxy, method, arguments) -> null);
            return new Failing(Lifecycle.ofPublisher("x", none), before, error, closed);
        }

        @Override
        public void beforeClose() {
            if (before != null) {
                throw before;
            }
        }

        @Override
        public void end() {}

        @Override
        public void close() {
            closed.incrementAndGet();
            if (error != null) {
                throw error;
            }
        }
    }

    private final AtomicInteger closed = new AtomicInteger();
    private final InternalError error = new InternalError("truncated");

    private void close(Failing... endpoints) {
        Set<OpenEndpoint> open = ConcurrentHashMap.newKeySet();
        List<OpenEndpoint> tracked = Stream.of(endpoints).map(endpoint -> new OpenEndpoint(open, endpoint)).toList();
        ParallelClose.of(tracked);
    }

    /** The calling thread closes the last endpoint, virtual threads close the others. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anErrorIsThrownWhenAllAreClosed(int failing) {
        Failing[] endpoints = IntStream.range(0, 3)
                .mapToObj(i -> Failing.with(null, i == failing ? error : null, closed)).toArray(Failing[]::new);
        assertThatThrownBy(() -> close(endpoints)).isSameAs(error);
        assertThat(closed).hasValue(3);
    }

    /** The open claim of the calling thread is aborted before the endpoint is closed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anErrorOfAnAbortIsThrownWhenAllAreClosed(int failing) {
        InternalError later = new InternalError("truncated before the close");
        Failing[] endpoints = IntStream.range(0, 3)
                .mapToObj(i -> Failing.with(i == failing ? error : null, i == failing ? later : null, closed))
                .toArray(Failing[]::new);
        assertThatThrownBy(() -> close(endpoints)).isSameAs(error).hasSuppressedException(later);
        assertThat(closed).hasValue(3);
    }
}
