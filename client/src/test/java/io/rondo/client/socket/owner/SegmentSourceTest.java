package io.rondo.client.socket.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Subscriber;
import io.rondo.client.shm.SharedMemory;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A topic's segment that cannot be read. */
class SegmentSourceTest {
    private static Stream<Throwable> failures() {
        return Stream.of(new InternalError("a fault occurred in an unsafe memory access operation"),
                new IllegalStateException("a defect"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anUnexpectedFailureEndsTheSessionWithItsReason(Throwable failure) {
        AtomicInteger closes = new AtomicInteger();
        Subscriber ring = (Subscriber) Proxy.newProxyInstance(Subscriber.class.getClassLoader(),
                new Class<?>[]{Subscriber.class}, (_, method, _) -> {
                    if (method.getName().equals("close")) {
                        closes.incrementAndGet();
                        return null;
                    }
                    throw failure;
                });
        AtomicInteger ends = new AtomicInteger();
        SegmentSource source = new SegmentSource(new SharedMemory.RemoteSubscriber(ring, 0, () -> false), () -> 0,
                Runnable::run, ends::incrementAndGet);
        TopicSender sender = new TopicSender(source, 4096);
        source.start(sender);
        assertThat(sender.eviction()).isEqualTo("the owner of the topic failed: " + failure);
        assertThat(ends).hasValue(1);
        assertThat(closes).hasValue(1);
    }
}
