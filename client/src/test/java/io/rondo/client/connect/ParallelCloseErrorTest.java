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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint fails to close with an Error, as access to a truncated file does. */
class ParallelCloseErrorTest {
    /** An endpoint that fails to close, or not. */
    private record Failing(Lifecycle lifecycle, InternalError error, AtomicInteger closed) implements Endpoint {
        static Failing with(InternalError error, AtomicInteger closed) {
            ProducerTransport none = (ProducerTransport) Proxy.newProxyInstance(
                    ProducerTransport.class.getClassLoader(), new Class<?>[]{ProducerTransport.class},
                    (proxy, method, arguments) -> null);
            return new Failing(Lifecycle.ofPublisher("x", none), error, closed);
        }

        @Override
        public void beforeClose() {}

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

    /** The calling thread closes the last endpoint, virtual threads close the others. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anErrorIsThrownWhenAllAreClosed(int failing) {
        AtomicInteger closed = new AtomicInteger();
        Set<OpenEndpoint> open = ConcurrentHashMap.newKeySet();
        InternalError error = new InternalError("truncated");
        List<Failing> endpoints = List.of(Failing.with(failing == 0 ? error : null, closed),
                Failing.with(failing == 1 ? error : null, closed), Failing.with(failing == 2 ? error : null, closed));
        List<OpenEndpoint> tracked = endpoints.stream().map(endpoint -> new OpenEndpoint(open, endpoint)).toList();
        assertThatThrownBy(() -> ParallelClose.of(tracked)).isSameAs(error);
        assertThat(closed).hasValue(endpoints.size());
    }
}
