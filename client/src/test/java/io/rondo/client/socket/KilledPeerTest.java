package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.crash.SmallJvm;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each side of a session is killed. */
class KilledPeerTest {
    private static final String CHANNEL = "killed";
    private static final ChannelSettings QUEUE = ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private Rondo connect(boolean segment) {
        return Rondo.connect(RondoConfig.builder().directory(segment ? directory : Path.of("/proc/none/x"))
                .socketDirectory(directory).transport(Transport.SOCKET).build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void confirmedMessagesOfAKilledPublisherAreIntact(boolean segment) throws Exception {
        try (Rondo rondo = connect(segment); Subscriber in = Channels.subscriber(rondo, CHANNEL, QUEUE)) {
            for (int round = 0; round < 3; round++) {
                Received received = new Received();
                try (ChildJvm publisher = SmallJvm.CLIENT.start(directory, QueuePeerMain.class)) {
                    Task<Long> confirmed = Task.start(() -> {
                        long last = 0;
                        while (last < 20_000) {
                            last = Long.parseLong(publisher.answer());
                        }
                        publisher.kill();
                        return last;
                    });
                    while (!confirmed.isDone()) {
                        in.receive(received, 1000, Duration.ofMillis(10));
                    }
                    long last = confirmed.join();
                    Watchdog.await("the publisher to be missed", () -> in.producers() == 0);
                    while (in.poll(received, 1000) > 0) {
                        assertThat(received.numbers()).isNotEmpty();
                    }
                    List<Long> numbers = received.numbers();
                    assertThat(numbers).hasSizeGreaterThanOrEqualTo((int) last)
                            .isEqualTo(Messages.range(1, numbers.size()));
                }
            }
        }
    }

    @Test
    void aPublisherReportsAKilledOwnerAndContinuesWithTheNext() throws Exception {
        try (Rondo rondo = connect(true); ChildJvm first = SmallJvm.CLIENT.start(directory, QueueOwnerMain.class)) {
            first.expect("ready");
            try (Publisher out = Channels.publisher(rondo, CHANNEL, QUEUE)) {
                for (long number = 1; number <= 500; number++) {
                    Messages.publish(out, number);
                    first.expect(Long.toString(number));
                }
                // The segment and the sockets of a stopped owner accept messages, of which it confirms only a part.
                new ProcessBuilder("kill", "-STOP", Long.toString(first.pid())).start().waitFor();
                long sent = 500;
                while (out.tryPublish(Messages.of(sent + 1), 0, Messages.LENGTH) > 0) {
                    sent++;
                }
                long last = sent;
                first.kill();
                try (ChildJvm second = SmallJvm.CLIENT.start(directory, QueueOwnerMain.class)) {
                    assertThatThrownBy(() -> out.publish(Messages.of(-1), 0, Messages.LENGTH))
                            .isInstanceOfSatisfying(DeliveryUnknownException.class, unknown -> {
                                assertThat(unknown.firstSequence()).isBetween(2L, last);
                                assertThat(unknown.lastSequence()).isEqualTo(last);
                                assertThat(unknown).hasMessageContainingAll(CHANNEL,
                                        "messages " + unknown.firstSequence() + " to " + last);
                            });
                    assertThat(out.publish(Messages.of(1_000_000), 0, Messages.LENGTH)).isEqualTo(last + 1);
                    assertThat(out.publish(Messages.of(1_000_001), 0, Messages.LENGTH)).isEqualTo(last + 2);
                    second.expect("ready");
                    List<Long> got = new ArrayList<>();
                    while (got.isEmpty() || got.getLast() != 1_000_001) {
                        got.add(Long.parseLong(second.answer()));
                    }
                    assertThat(got).doesNotContain(-1L).endsWith(1_000_000L, 1_000_001L).doesNotHaveDuplicates()
                            .isSorted();
                    Watchdog.await("all confirmed", () -> out.confirmed() == last + 2);
                }
            }
        }
    }

    @Test
    void anOwnerThatClosesInOrderLeavesNoDeliveryUnknown() throws Exception {
        try (Rondo peer = connect(true)) {
            Rondo owner = connect(true);
            Subscriber in = Channels.subscriber(owner, CHANNEL, ChannelSettings.DEFAULTS.capacity(4096));
            try (Publisher out = Channels.publisher(peer, CHANNEL, QUEUE)) {
                long sent = 0;
                while (out.tryPublish(Messages.of(sent + 1), 0, Messages.LENGTH) > 0) {
                    sent++;
                }
                owner.close();
                assertThat(in.channel()).isEqualTo(CHANNEL);
                try (Rondo successor = connect(true); Subscriber next = successor.queue(CHANNEL).subscriber()) {
                    Received received = new Received();
                    Task<Long> more = Task.start(() -> out.publish(Messages.of(0), 0, Messages.LENGTH));
                    while (received.numbers().size() <= sent) {
                        Messages.receive(next, received);
                    }
                    assertThat(more.join()).isEqualTo(sent + 1);
                    assertThat(received.numbers().subList(0, (int) sent)).isEqualTo(Messages.range(1, sent));
                }
            }
        }
    }
}
