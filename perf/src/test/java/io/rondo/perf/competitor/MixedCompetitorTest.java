package io.rondo.perf.competitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MixedCompetitorTest {
    private static final MessageWriter MESSAGE = (buffer, offset, length) -> buffer.putLong(offset, 7);

    private final Recorder measured = new Recorder();
    private final Recorder first = new Recorder();
    private final Recorder second = new Recorder();
    private final Competitor mixed = new MixedCompetitor(measured, List.of(first, second));

    /** Counts calls; may be full. */
    private static final class Recorder implements Competitor {
        private final List<String> channels = new ArrayList<>();
        private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        private MessageReader reader;
        private boolean full;
        private boolean closed;
        private int sent;
        private int polls;

        @Override
        public Sender sender(String channel) {
            channels.add(channel);
            return (writer, length) -> {
                if (!full) {
                    writer.write(buffer, 0, length);
                    sent++;
                }
                return !full;
            };
        }

        @Override
        public Receiver receiver(String channel, MessageReader reader) {
            this.reader = reader;
            return () -> {
                polls++;
                return 1;
            };
        }

        void deliver(long number) {
            buffer.putLong(0, number);
            reader.read(buffer, 0, 8);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void eachMessageOfTheWarmupAndFewLaterOnesAreSentToAllChannels() {
        Sender sender = mixed.sender("channel");
        int later = 1 << 20;
        for (int i = 0; i < MixedCompetitor.WARMUP_CALLS + later; i++) {
            assertThat(sender.trySend(MESSAGE, 8)).isTrue();
        }
        assertThat(measured.sent).isEqualTo(MixedCompetitor.WARMUP_CALLS + later);
        assertThat(first.sent).isEqualTo(second.sent).isBetween(MixedCompetitor.WARMUP_CALLS + 1,
                MixedCompetitor.WARMUP_CALLS + later / 1000);
    }

    @Test
    void aChannelThatIsFullDoesNotStopTheMeasuredOne() {
        first.full = true;
        assertThat(mixed.sender("channel").trySend(MESSAGE, 8)).isTrue();
        assertThat(second.sent).isOne();
        measured.full = true;
        assertThat(mixed.sender("channel").trySend(MESSAGE, 8)).isFalse();
    }

    @Test
    void allChannelsArePolledAndOnlyTheMeasuredOneIsCounted() {
        Receiver receiver = mixed.receiver("channel", (buffer, offset, length) -> {});
        assertThat(receiver.poll()).isOne();
        assertThat(List.of(measured.polls, first.polls, second.polls)).containsOnly(1);
    }

    @Test
    void messagesOfTheOtherChannelsMustBeInOrder() {
        mixed.receiver("channel", (buffer, offset, length) -> {});
        first.deliver(5);
        first.deliver(5);
        first.deliver(Long.MIN_VALUE);
        assertThatThrownBy(() -> first.deliver(4)).isInstanceOf(IllegalStateException.class)
                .hasMessage("message 4 after message 5");
    }

    @Test
    void channelsHaveNamesOfTheirOwnAndAllCompetitorsAreClosed() {
        mixed.sender("channel");
        assertThat(List.of(measured.channels, first.channels, second.channels)).doesNotHaveDuplicates();
        mixed.close();
        assertThat(List.of(measured.closed, first.closed, second.closed)).containsOnly(true);
    }
}
