package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ClosedException;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing a Rondo whose publishers wait for confirmations. */
// Closing early is what is tested.
@SuppressWarnings("try")
class ParallelCloseTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo owner;
    private Rondo peer;

    @BeforeEach
    void connect() {
        owner = Rondo.connect(RondoConfig.builder().directory(directory).build());
        peer = Rondo.connect(RondoConfig.builder().directory(directory).transport(Transport.SOCKET).build());
    }

    @AfterEach
    void disconnect() {
        peer.close();
        owner.close();
    }

    private Subscriber subscriber(String queue) {
        return owner.queue(queue).ephemeral(true).subscriber();
    }

    /** Has one message that is confirmed when it is consumed. */
    private Publisher publisher(String queue, Duration linger) {
        Publisher out = peer.queue(queue).ephemeral(true).linger(linger).publisher();
        Messages.publish(out, 1);
        return out;
    }

    private static boolean isClosed(Publisher out) {
        try {
            out.producers();
            return false;
        } catch (ClosedException e) {
            return true;
        }
    }

    @Test
    void allPublishersLingerAtTheSameTime() throws Exception {
        try (Subscriber a = subscriber("a"); Subscriber b = subscriber("b"); Subscriber c = subscriber("c")) {
            Publisher outA = publisher("a", Duration.ofMinutes(10));
            Publisher outB = publisher("b", Duration.ofMinutes(10));
            Publisher outC = publisher("c", Duration.ofMinutes(10));
            Task<Void> closing = Task.start(() -> {
                peer.close();
                return null;
            });
            Watchdog.await("the closing of all", () -> isClosed(outA) && isClosed(outB) && isClosed(outC));
            assertThat(closing.isDone()).isFalse();
            Messages.receive(c, Messages.IGNORE);
            Messages.receive(b, Messages.IGNORE);
            Messages.receive(a, Messages.IGNORE);
            closing.join();
            assertThat(outA.confirmed() + outB.confirmed() + outC.confirmed()).isEqualTo(3);
        }
    }

    @Test
    void theFirstFailureIsThrownAndSuppressesTheOthers() {
        try (Subscriber a = subscriber("a"); Subscriber b = subscriber("b")) {
            publisher("a", Duration.ZERO);
            publisher("b", Duration.ZERO);
            assertThatThrownBy(peer::close).isInstanceOf(DeliveryUnknownException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1)
                            .hasOnlyElementsOfType(DeliveryUnknownException.class));
        }
    }

    @Test
    void anInterruptEndsTheLingering() throws Exception {
        try (Subscriber a = subscriber("a"); Subscriber b = subscriber("b")) {
            publisher("a", Duration.ofMinutes(10));
            publisher("b", Duration.ofMinutes(10));
            Task<Boolean> closing = Task.start(() -> {
                try {
                    peer.close();
                    return false;
                } catch (DeliveryUnknownException e) {
                    return Thread.currentThread().isInterrupted();
                }
            });
            closing.thread().interrupt();
            assertThat(closing.join()).isTrue();
        }
    }
}
