package io.rondo.client.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Owner and peers in PID and mount namespaces of their own, each with PID 1 and a tmpfs of its own. They share only the
 * directory of sockets.
 */
@Order(1)
class ContainersTest {
    private static final String READY = "ready SHM_DESCRIPTOR pid 1";

    @TempDir
    private Path sockets;

    @BeforeEach
    void requireNamespaces() throws InterruptedException {
        Container.assumePossible();
    }

    private Container owner(Object... arguments) throws IOException, InterruptedException {
        Container owner = Container.start(sockets, "auto", arguments);
        owner.jvm().expect("ready SHM pid 1");
        return owner;
    }

    private Container peer(Object... arguments) throws IOException, InterruptedException {
        Container peer = Container.start(sockets, "shm-descriptor", arguments);
        peer.jvm().expect(READY);
        return peer;
    }

    private static void become(String expected, Container container, String question) {
        Watchdog.await(question + " " + expected, () -> {
            try {
                return container.ask(question).equals(expected);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"queue, publisher", "single, publisher", "topic, subscriber"})
    void messagesRunThroughTheOwnersSegment(String kind, String role) throws Exception {
        boolean publishes = role.equals("publisher");
        try (Container owner = owner(publishes ? "subscriber" : "publisher", kind); Container peer = peer(role, kind)) {
            Container from = publishes ? peer : owner;
            Container to = publishes ? owner : peer;
            become("1", from, "participants");
            become("1", to, "participants");
            // More than the ring holds: both sides sleep and are woken across the namespaces.
            to.jvm().send("take 1000");
            from.jvm().send("publish 1 1000");
            for (long number = 1; number <= 1000; number++) {
                to.jvm().expect(Long.toString(number));
            }
            assertThat(from.jvm().answer()).isEqualTo("1000");
            assertThat(Container.holdsOnlySockets(sockets)).isTrue();
            peer.kill();
            become("0", owner, "participants");
        }
    }

    @Test
    void theClaimOfAKilledPeerIsSkipped() throws Exception {
        try (Container owner = owner("subscriber", "queue");
                Container killed = peer("publisher", "queue");
                Container other = peer("publisher", "queue")) {
            become("2", owner, "participants");
            assertThat(killed.ask("claim 1")).isEqualTo("claimed");
            assertThat(other.ask("publish 2 3")).isEqualTo("2");
            killed.kill();
            owner.jvm().send("take 2");
            owner.jvm().expect("2");
            owner.jvm().expect("3");
            become("1", owner, "participants");
        }
    }

    @Test
    void theClaimOfAStoppedPeerIsNotTaken() throws Exception {
        try (Container owner = owner("subscriber", "queue");
                Container stopped = peer("publisher", "queue");
                Container other = peer("publisher", "queue")) {
            assertThat(stopped.ask("claim 1")).isEqualTo("claimed");
            stopped.signal("STOP");
            assertThat(other.ask("publish 2 2")).isEqualTo("1");
            for (int i = 0; i < 10; i++) {
                assertThat(owner.ask("look")).isEqualTo("0");
            }
            assertThat(owner.ask("participants")).isEqualTo("2");
            stopped.signal("CONT");
            assertThat(stopped.ask("commit")).isEqualTo("1");
            owner.jvm().send("take 2");
            owner.jvm().expect("1");
            owner.jvm().expect("2");
        }
    }

    @Test
    void aPublisherIsToldWhatTheSegmentOfAKilledOwnerHeld() throws Exception {
        try (Container first = owner("subscriber", "queue"); Container peer = peer("publisher", "queue")) {
            assertThat(peer.ask("publish 1 5")).isEqualTo("5");
            first.jvm().send("take 3");
            for (long number = 1; number <= 3; number++) {
                first.jvm().expect(Long.toString(number));
            }
            // The answer comes after the last message was confirmed.
            assertThat(first.ask("participants")).isEqualTo("1");
            first.kill();
            become("-2", peer, "try 6");
            try (Container second = owner("subscriber", "queue")) {
                assertThat(peer.ask("publish 7 7")).startsWith("unknown 4 to ");
                assertThat(Long.parseLong(peer.ask("publish 8 8"))).isGreaterThan(5);
                second.jvm().send("take 1");
                second.jvm().expect("8");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "shm-descriptor"})
    void aPublisherThatStartsFirstWaitsForTheConsumer(String transport) throws Exception {
        try (Container peer = Container.start(sockets, transport, "publisher", "queue")) {
            peer.jvm().expect(READY);
            assertThat(peer.ask("try 1")).isEqualTo("-2");
            try (Container owner = owner("subscriber", "queue")) {
                assertThat(peer.ask("publish 2 2")).isEqualTo("1");
                owner.jvm().send("take 1");
                owner.jvm().expect("2");
            }
        }
    }

    @Test
    void aSubscriberThatStartsFirstWaitsForTheProducer() throws Exception {
        try (Container peer = Container.start(sockets, "auto", "subscriber", "topic")) {
            peer.jvm().expect(READY);
            assertThat(peer.ask("look")).isEqualTo("0");
            try (Container owner = owner("publisher", "topic")) {
                become("1", owner, "participants");
                assertThat(owner.ask("publish 1 2")).isEqualTo("2");
                peer.jvm().send("take 2");
                peer.jvm().expect("1");
                peer.jvm().expect("2");
            }
        }
    }
}
