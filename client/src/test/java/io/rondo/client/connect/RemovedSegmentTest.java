package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rondo.client.ChannelKind;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.ChannelInUseException;
import io.rondo.core.ChannelRemovedException;
import io.rondo.core.wait.WaitStrategy;
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
 * The file of a channel is removed or replaced while it is in use: every publisher and subscriber says so, and how much
 * was unread.
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
        // Publishers that have not told of their loss throw once more.
        catchThrowable(rondo::close);
    }

    private static ChannelOptions.Builder options(ChannelKind kind) {
        return ChannelOptions.builder().kind(kind).capacity(1 << 20).linger(Duration.ZERO);
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
    @EnumSource
    void aPublisherThatHasRoomFails(ChannelKind kind) throws IOException {
        Publisher out = rondo.publisher(CHANNEL, options(kind).build());
        Messages.publish(out, 1);
        Files.delete(segment());
        failureOf(() -> out.tryPublish(Messages.of(2), 0, Messages.LENGTH));
        assertThatThrownBy(() -> out.publish(Messages.of(2), 0, Messages.LENGTH))
                .isInstanceOf(ChannelRemovedException.class);
        failureOf(() -> out.tryClaim(1).abort());
        out.close();
    }

    @Test
    void aPublisherSaysHowManyMessagesWereUnread() throws IOException {
        Publisher out = rondo.publisher(CHANNEL, options(ChannelKind.QUEUE).build());
        Messages.publish(out, 1, 2, 3);
        try (Subscriber in = rondo.subscriber(CHANNEL, options(ChannelKind.QUEUE).build())) {
            assertThat(in.poll(Messages.IGNORE, 1)).isEqualTo(1);
        }
        Files.delete(segment());
        assertThat(failureOf(() -> out.claim(1).abort()).unreadMessages()).isEqualTo(2);
    }

    @Test
    void closingAPublisherSaysWhatNoCallHasSaid() throws IOException {
        Publisher out = rondo.publisher(CHANNEL, options(ChannelKind.QUEUE).build());
        Messages.publish(out, 1, 2);
        Files.delete(segment());
        assertThatThrownBy(out::close).isInstanceOf(ChannelRemovedException.class)
                .extracting(e -> ((ChannelRemovedException) e).unreadMessages()).isEqualTo(2L);
        out.close();
    }

    @Test
    void closingAPublisherNamesAllThatIsLostWhicheverThreadNoticesFirst() throws IOException {
        for (int round = 0; round < 200; round++) {
            Publisher out = rondo.publisher(CHANNEL, options(ChannelKind.QUEUE).capacity(4096).build());
            Messages.publish(out, 1, 2, 3);
            Files.delete(segment());
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(400_000));
            assertThatThrownBy(out::close).as("round " + round).isInstanceOf(ChannelRemovedException.class)
                    .extracting(e -> ((ChannelRemovedException) e).unreadMessages()).isEqualTo(3L);
        }
    }

    @Test
    void closingAPublisherWhoseMessagesWereAllReadSaysNothing() throws IOException {
        Publisher out = rondo.publisher(CHANNEL, options(ChannelKind.QUEUE).build());
        Subscriber in = rondo.subscriber(CHANNEL, options(ChannelKind.QUEUE).build());
        Messages.publish(out, 1);
        Messages.receive(in, Messages.IGNORE);
        Files.delete(segment());
        out.close();
    }

    @Test
    void anOpenClaimIsNotPublished() throws IOException {
        Publisher out = rondo.publisher(CHANNEL, options(ChannelKind.QUEUE).build());
        Claim claim = out.tryClaim(8);
        Files.delete(segment());
        Watchdog.await("the removal is noticed", () -> catchThrowable(out::consumers) != null);
        assertThatThrownBy(claim::commit).isInstanceOf(ChannelRemovedException.class);
    }

    @ParameterizedTest
    @EnumSource(SlowConsumer.class)
    void aPollingSubscriberOfATopicFails(SlowConsumer policy) throws IOException {
        Publisher out = rondo.publisher(CHANNEL, options(ChannelKind.TOPIC).build());
        Subscriber in = rondo.subscriber(CHANNEL, options(ChannelKind.TOPIC).slowConsumer(policy).build());
        Messages.publish(out, 1, 2, 3);
        assertThat(in.poll(Messages.IGNORE, 1)).isEqualTo(1);
        Files.delete(segment());
        assertThat(failureOf(in::consumers).unreadMessages()).isEqualTo(2);
        assertThatThrownBy(() -> in.poll(Messages.IGNORE, 1)).isInstanceOf(ChannelRemovedException.class);
    }

    static Stream<Arguments> waits() {
        return Stream.of(ChannelKind.values()).flatMap(kind -> Stream
                .of(WaitStrategy.busySpin(), WaitStrategy.spinThenPark(), WaitStrategy.park())
                .map(strategy -> Arguments.of(kind, strategy)));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aWaitingSubscriberFails(ChannelKind kind, WaitStrategy strategy) throws Exception {
        Subscriber in = rondo.subscriber(CHANNEL, options(kind).waitStrategy(strategy).build());
        Task<Integer> waiting = Task.start(() -> in.receive(Messages.IGNORE, 1, Duration.ofDays(1)));
        Files.delete(segment());
        assertThatThrownBy(waiting::join).isInstanceOf(ChannelRemovedException.class);
    }

    @ParameterizedTest
    @MethodSource("waits")
    void aWaitingPublisherFails(ChannelKind kind, WaitStrategy strategy) throws Exception {
        Subscriber in = rondo.subscriber(CHANNEL, options(kind).build());
        Publisher out = rondo.publisher(CHANNEL, options(kind).waitStrategy(strategy).build());
        Messages.fill(out);
        Task<Long> waiting = Task.start(() -> out.publish(Messages.of(0), 0, Messages.LENGTH));
        Files.delete(segment());
        assertThatThrownBy(waiting::join).isInstanceOf(ChannelRemovedException.class);
        failureOf(in::producers);
    }

    @Test
    void theSidesOfASegmentThatWasReplacedDoNotDisturbTheNewOne() throws IOException {
        Publisher old = rondo.publisher(CHANNEL, options(ChannelKind.QUEUE).build());
        Messages.publish(old, 1);
        Path aside = directory.resolve("aside");
        Files.move(segment(), aside);
        try (Rondo next = Rondo.connect(config())) {
            Subscriber in = next.subscriber(CHANNEL, options(ChannelKind.QUEUE).build());
            failureOf(() -> old.tryPublish(Messages.of(2), 0, Messages.LENGTH));
            Publisher out = next.publisher(CHANNEL, options(ChannelKind.QUEUE).build());
            Messages.publish(out, 3);
            long[] got = new long[1];
            Messages.receive(in, (buffer, offset, length) -> got[0] = Messages.number(buffer, offset, length));
            assertThat(got[0]).isEqualTo(3);
        }
    }

    @Test
    void connectedPublishersOfARemovedSegmentGoOnWithTheNextOwner() throws IOException {
        Subscriber first = rondo.subscriber(CHANNEL, options(ChannelKind.QUEUE).build());
        Publisher out = rondo.publisher(CHANNEL, options(ChannelKind.QUEUE).transport(Transport.SOCKET).build());
        Messages.publish(out, 1);
        Messages.receive(first, Messages.IGNORE);
        Files.delete(segment());
        failureOf(() -> first.poll(Messages.IGNORE, 1));
        first.close();
        Subscriber second = rondo.subscriber(CHANNEL, options(ChannelKind.QUEUE).build());
        Messages.publish(out, 2);
        Messages.receive(second, Messages.IGNORE);
    }

    @Test
    void allEndpointsAreToldEachTimeTheFileIsReplacedUnderLoad() throws Exception {
        int rounds = Integer.getInteger("rondo.replacements", 10);
        List<Task<Throwable>> ends = List.of();
        Rondo old = Rondo.connect(config());
        for (int round = 0; round < rounds; round++) {
            Rondo next = Rondo.connect(config());
            Subscriber in = whenTheOldOwnerHasLeft(next);
            List<Task<Throwable>> begun = Stream.concat(Stream.of(receiver(in)),
                    Stream.generate(() -> sender(next.publisher(CHANNEL, options(ChannelKind.QUEUE).build()))).limit(3))
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

    /** The old publishers go on meanwhile. */
    private static Subscriber whenTheOldOwnerHasLeft(Rondo rondo) {
        Subscriber[] opened = new Subscriber[1];
        Watchdog.await("the old owner leaves its socket", () -> {
            try {
                opened[0] = rondo.subscriber(CHANNEL, options(ChannelKind.QUEUE).build());
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
