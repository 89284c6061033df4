package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The file of a channel is removed or replaced while it is in use: every publisher and subscriber reports it, with the
 * number of unread messages.
 */
class RemovedSegmentTest {
    private static final String CHANNEL = "x";

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;

    @BeforeEach
    void connect() {
        rondo = Rondo.connect(config());
    }

    private RondoConfig config() {
        return RondoConfig.builder().directory(directory).build();
    }

    @AfterEach
    void disconnect() {
        // Publishers with an unreported loss throw again.
        catchThrowable(rondo::close);
    }

    private static ChannelSettings options(ChannelKind kind) {
        return ChannelSettings.DEFAULTS.kind(kind).capacity(1 << 20).linger(Duration.ZERO);
    }

    private Path segment() {
        return directory.resolve(CHANNEL + ".ring");
    }

    /** Repeats a call until it throws. */
    private static ChannelRemovedException failureOf(ThrowingCallable call) {
        Throwable[] thrown = new Throwable[1];
        Watchdog.await("the removal is noticed", () -> {
            thrown[0] = catchThrowable(call);
            return thrown[0] != null;
        });
        assertThat(thrown[0]).isInstanceOf(ChannelRemovedException.class).hasMessageContaining("channel " + CHANNEL);
        return (ChannelRemovedException) thrown[0];
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "TOPIC"})
    void aPublisherWithSpaceFails(ChannelKind kind) throws IOException {
        Publisher out = Channels.publisher(rondo, CHANNEL, options(kind));
        Messages.publish(out, 1);
        Files.delete(segment());
        failureOf(() -> out.tryPublish(Messages.of(2), 0, Messages.LENGTH));
        assertThatThrownBy(() -> out.publish(Messages.of(2), 0, Messages.LENGTH))
                .isInstanceOf(ChannelRemovedException.class);
        failureOf(() -> out.tryClaim(1).abort());
        out.close();
    }

    @Test
    void aPublisherReportsTheNumberOfUnreadMessages() throws IOException {
        Publisher out = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Messages.publish(out, 1, 2, 3);
        try (Subscriber in = Channels.subscriber(rondo, CHANNEL, options(ChannelKind.QUEUE))) {
            assertThat(in.poll(Messages.IGNORE, 1)).isEqualTo(1);
        }
        Files.delete(segment());
        assertThat(failureOf(() -> out.claim(1).abort()).unreadMessages()).isEqualTo(2);
    }

    @Test
    void closingAPublisherReportsAnUnreportedLoss() throws IOException {
        Publisher out = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Messages.publish(out, 1, 2);
        Files.delete(segment());
        assertThatThrownBy(out::close).isInstanceOf(ChannelRemovedException.class)
                .extracting(e -> ((ChannelRemovedException) e).unreadMessages()).isEqualTo(2L);
        out.close();
    }

    @Test
    void closingAPublisherReportsTheWholeLossWhicheverThreadDetectsIt() throws IOException {
        for (int round = 0; round < 200; round++) {
            Publisher out = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE).capacity(4096));
            Messages.publish(out, 1, 2, 3);
            Files.delete(segment());
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(400_000));
            assertThatThrownBy(out::close).as("round " + round).isInstanceOf(ChannelRemovedException.class)
                    .extracting(e -> ((ChannelRemovedException) e).unreadMessages()).isEqualTo(3L);
        }
    }

    @Test
    void closingAPublisherWithoutUnreadMessagesReportsNothing() throws IOException {
        Publisher out = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Subscriber in = Channels.subscriber(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Messages.publish(out, 1);
        Messages.receive(in, Messages.IGNORE);
        Files.delete(segment());
        out.close();
    }

    @Test
    void anOpenClaimIsNotPublished() throws IOException {
        Publisher out = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Claim claim = out.tryClaim(8);
        Files.delete(segment());
        Watchdog.await("the removal is noticed", () -> catchThrowable(out::consumers) != null);
        assertThatThrownBy(claim::commit).isInstanceOf(ChannelRemovedException.class);
    }

    @ParameterizedTest
    @EnumSource(SlowConsumer.class)
    void aPollingSubscriberOfATopicFails(SlowConsumer policy) throws IOException {
        Publisher out = Channels.publisher(rondo, CHANNEL, options(ChannelKind.TOPIC));
        Subscriber in = Channels.subscriber(rondo, CHANNEL, options(ChannelKind.TOPIC).slowConsumer(policy));
        Messages.publish(out, 1, 2, 3);
        assertThat(in.poll(Messages.IGNORE, 1)).isEqualTo(1);
        Files.delete(segment());
        assertThat(failureOf(in::consumers).unreadMessages()).isEqualTo(2);
        assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(ChannelRemovedException.class);
    }

    static Stream<Arguments> waits() {
        return Stream.of(ChannelKind.QUEUE, ChannelKind.TOPIC).flatMap(kind -> Stream
                .of(WaitStrategy.busySpin(), WaitStrategy.spinThenPark(), WaitStrategy.park())
                .map(strategy -> Arguments.of(kind, strategy)));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aWaitingSubscriberFails(ChannelKind kind, WaitStrategy strategy) throws Exception {
        Subscriber in = Channels.subscriber(rondo, CHANNEL, options(kind).waitStrategy(strategy));
        Task<Integer> waiting = Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofDays(1)));
        Files.delete(segment());
        assertThatThrownBy(waiting::join).isInstanceOf(ChannelRemovedException.class);
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aWaitingPublisherFails(ChannelKind kind, WaitStrategy strategy) throws Exception {
        Subscriber in = Channels.subscriber(rondo, CHANNEL, options(kind));
        Publisher out = Channels.publisher(rondo, CHANNEL, options(kind).waitStrategy(strategy));
        Messages.fill(out);
        Task<Long> waiting = Task.start(() -> out.publish(Messages.of(0), 0, Messages.LENGTH));
        Files.delete(segment());
        assertThatThrownBy(waiting::join).isInstanceOf(ChannelRemovedException.class);
        failureOf(in::producers);
    }

    @Test
    void endpointsOfAReplacedSegmentDoNotAffectTheNewOne() throws IOException {
        Publisher old = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Messages.publish(old, 1);
        Path aside = directory.resolve("aside");
        Files.move(segment(), aside);
        try (Rondo next = Rondo.connect(config())) {
            Subscriber in = Channels.subscriber(next, CHANNEL, options(ChannelKind.QUEUE));
            failureOf(() -> old.tryPublish(Messages.of(2), 0, Messages.LENGTH));
            Publisher out = Channels.publisher(next, CHANNEL, options(ChannelKind.QUEUE));
            Messages.publish(out, 3);
            long[] got = new long[1];
            Messages.receive(in, (buffer, offset, length) -> got[0] = Messages.number(buffer, offset, length));
            assertThat(got[0]).isEqualTo(3);
        }
    }

    @Test
    void connectedPublishersOfARemovedSegmentContinueWithTheNextOwner() throws IOException {
        Subscriber first = Channels.subscriber(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Publisher out = Channels.publisher(rondo, CHANNEL, options(ChannelKind.QUEUE).transport(Transport.SOCKET));
        Messages.publish(out, 1);
        Messages.receive(first, Messages.IGNORE);
        Files.delete(segment());
        failureOf(() -> first.poll(Messages.IGNORE, 1));
        first.close();
        Subscriber second = Channels.subscriber(rondo, CHANNEL, options(ChannelKind.QUEUE));
        Messages.publish(out, 2);
        Messages.receive(second, Messages.IGNORE);
    }

    @Test
    void allEndpointsReportEachReplacementUnderLoad() throws Exception {
        int rounds = Integer.getInteger("rondo.replacements", 10);
        List<Task<Throwable>> ends = List.of();
        Rondo old = Rondo.connect(config());
        for (int round = 0; round < rounds; round++) {
            Rondo next = Rondo.connect(config());
            Subscriber in = whenTheOldOwnerHasLeft(next);
            List<Task<Throwable>> begun = Stream.concat(Stream.of(receiver(in)),
                    Stream.generate(() -> sender(Channels.publisher(next, CHANNEL, options(ChannelKind.QUEUE))))
                            .limit(3))
                    .toList();
            for (Task<Throwable> end : ends) {
                assertThat(end.join()).as("round " + round).isInstanceOf(ChannelRemovedException.class);
            }
            catchThrowable(old::close);
            old = next;
            ends = begun;
            Files.delete(segment());
        }
        for (Task<Throwable> end : ends) {
            assertThat(end.join()).isInstanceOf(ChannelRemovedException.class);
        }
        catchThrowable(old::close);
    }

    /** Opens a subscriber when the old owner has left. The old publishers continue. */
    private static Subscriber whenTheOldOwnerHasLeft(Rondo rondo) {
        Subscriber[] opened = new Subscriber[1];
        Watchdog.await("the old owner leaves its socket", () -> {
            try {
                opened[0] = Channels.subscriber(rondo, CHANNEL, options(ChannelKind.QUEUE));
                return true;
            } catch (ChannelInUseException e) {
                return false;
            }
        });
        return opened[0];
    }

    private static Task<Throwable> receiver(Subscriber in) {
        return Task.start(() -> catchThrowable(() -> {
            while (true) {
                in.receive(Messages.IGNORE, 1000, Duration.ofMillis(10));
            }
        }));
    }

    private static Task<Throwable> sender(Publisher out) {
        return Task.start(() -> catchThrowable(() -> {
            while (true) {
                out.tryPublish(Messages.of(1), 0, Messages.LENGTH);
            }
        }));
    }
}
