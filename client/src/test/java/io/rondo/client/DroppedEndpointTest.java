package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Warnings;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A publisher or subscriber that becomes unreachable without close() is closed, and a warning names its channel. */
class DroppedEndpointTest {
    private static final String CHANNEL = "dropped-" + ProcessHandle.current().pid();

    private final Warnings warnings = Warnings.containing(CHANNEL);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;
    private Rondo other;

    /** Where an endpoint is: in a segment, at a socket behind which is one, or one in the owner's own memory. */
    enum Place {
        SHARED_MEMORY, SOCKET, PRIVATE;

        RondoConfig config(Path directory) {
            RondoConfig.Builder builder = RondoConfig.builder();
            return switch (this) {
                case SHARED_MEMORY -> builder.directory(directory).transport(Transport.SHM).build();
                case SOCKET -> builder.directory(directory).transport(Transport.SOCKET).build();
                case PRIVATE -> builder.directory(Path.of("/proc/none/x")).socketDirectory(directory).build();
            };
        }
    }

    @AfterEach
    void disconnect() {
        warnings.close();
        rondo.close();
        other.close();
    }

    private void connect(Place place) {
        rondo = Rondo.connect(place.config(directory));
        other = Rondo.connect(place.config(directory));
    }

    private static ChannelSettings options(ChannelKind kind) {
        return ChannelSettings.DEFAULTS.kind(kind).linger(Duration.ofMillis(30));
    }

    private void becomesZero(IntSupplier number) {
        collectUntil("0 of a kind", () -> number.getAsInt() == 0);
    }

    private static void collectUntil(String what, java.util.function.BooleanSupplier condition) {
        Watchdog.await(what, () -> {
            System.gc();
            return condition.getAsBoolean();
        });
    }

    private void warns(String role) {
        Watchdog.await("warning",
                () -> warnings.found().stream().anyMatch(line -> line.contains(role + " of channel " + CHANNEL)
                        && line.contains("close()")));
    }

    private long descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(this::leadsHere).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean leadsHere(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private void publishAndDrop(ChannelKind kind) {
        Publisher out = Channels.publisher(rondo, CHANNEL, options(kind));
        assertThat(out.maxMessageLength()).isPositive();
        Watchdog.await("a message is published", () -> out.tryPublish(Messages.of(1), 0, Messages.LENGTH) > 0);
    }

    private void pollAndDrop(ChannelKind kind) {
        assertThat(Channels.subscriber(rondo, CHANNEL, options(kind)).poll(Messages.IGNORE, 1)).isNotNegative();
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedPublisherOfAQueueIsClosed(Place place) {
        connect(place);
        try (Subscriber in = Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE))) {
            publishAndDrop(ChannelKind.QUEUE);
            becomesZero(in::producers);
            warns("publisher");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedSubscriberOfATopicIsClosed(Place place) {
        connect(place);
        try (Publisher out = Channels.publisher(other, CHANNEL, options(ChannelKind.TOPIC))) {
            pollAndDrop(ChannelKind.TOPIC);
            becomesZero(out::consumers);
            warns("subscriber");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedPublisherOfATopicGivesItsPlaceBack(Place place) {
        connect(place);
        publishAndDrop(ChannelKind.TOPIC);
        collectUntil("place", () -> {
            try (Publisher next = Channels.publisher(other, CHANNEL, options(ChannelKind.TOPIC))) {
                return next.producers() == 1;
            } catch (ChannelInUseException e) {
                return false;
            }
        });
        warns("publisher");
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedSubscriberOfAQueueGivesItsPlaceBack(Place place) {
        connect(place);
        pollAndDrop(ChannelKind.QUEUE);
        collectUntil("place", () -> {
            try (Subscriber next = Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE))) {
                return next.consumers() == 1;
            } catch (ChannelInUseException e) {
                return false;
            }
        });
        warns("subscriber");
    }

    @Test
    void aDroppedEndpointGivesItsDescriptorsBack() {
        connect(Place.SHARED_MEMORY);
        publishAndDrop(ChannelKind.QUEUE);
        pollAndDrop(ChannelKind.QUEUE);
        collectUntil("no descriptor", () -> descriptors() == 0);
        warns("publisher");
        warns("subscriber");
    }

    @Test
    void aPublisherThatIsReachableStaysOpenAndOneThatWasClosedIsNotWarnedOf() {
        connect(Place.SHARED_MEMORY);
        try (Subscriber in = Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE))) {
            Publisher kept = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
            for (int i = 0; i < 3; i++) {
                Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE)).close();
            }
            publishAndDrop(ChannelKind.QUEUE);
            collectUntil("one producer", () -> in.producers() == 1);
            warns("publisher");
            // Other tests of this JVM drop endpoints too.
            assertThat(warnings.found()).hasSize(1);
            Messages.publish(kept, 2);
            kept.close();
        }
    }

    @Test
    void aDroppedPublisherIsClosedWithoutItsRondo() {
        connect(Place.SHARED_MEMORY);
        try (Subscriber in = Channels.subscriber(other, CHANNEL, options(ChannelKind.QUEUE))) {
            publishAndDrop(ChannelKind.QUEUE);
            rondo = other;
            becomesZero(in::producers);
            warns("publisher");
        }
    }
}
