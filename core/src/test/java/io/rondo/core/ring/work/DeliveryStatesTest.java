package io.rondo.core.ring.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.ring.Action;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.writer.RecordWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a producer can tell about its messages, and what a consumer sees behind a message that it holds. */
class DeliveryStatesTest extends WorkQueueFixture {
    private static final WorkSettings ONCE = new WorkSettings(1, 0);
    private static final WorkSettings TWICE = new WorkSettings(2, 0);

    private DeliveryStates states(WorkSettings settings) {
        DeliveryStates states = new DeliveryStates(ring, settings, liveness);
        states.beginRound();
        return states;
    }

    @Test
    void aMessageIsAbandonedWhenItsLastHolderIsGone() {
        RecordWriter writer = writer(0);
        publish(writer, 1);
        long position = writer.committedStart();
        assertThat(states(ONCE).isTaken(position)).isFalse();
        assertThat(states(ONCE).isAbandoned(position)).isFalse();
        taken(reader(0, ONCE));
        assertThat(states(ONCE).isTaken(position)).isTrue();
        assertThat(states(ONCE).isAbandoned(position)).isFalse();
        kill(0);
        assertThat(states(ONCE).isAbandoned(position)).isTrue();
        assertThat(states(TWICE).isAbandoned(position)).as("it may be delivered again").isFalse();
        WorkReader survivor = reader(1, ONCE);
        assertThat(looksNow(survivor)).isTrue();
        WorkLease dead = taken(survivor);
        assertThat(dead.isDead()).isTrue();
        assertThat(states(ONCE).isAbandoned(position)).as("while the survivor lives").isTrue();
        survivor.acknowledge(dead);
        assertThat(states(ONCE).isAbandoned(position)).isFalse();
        assertThat(states(ONCE).isTaken(position)).isTrue();
    }

    @Test
    void aReturnedMessageIsAbandonedAfterItsLastDelivery() {
        RecordWriter writer = writer(0);
        publish(writer, 1);
        long position = writer.committedStart();
        WorkReader one = reader(0, TWICE);
        one.giveBack(taken(one), 0);
        assertThat(states(TWICE).isAbandoned(position)).isFalse();
        assertThat(states(ONCE).isAbandoned(position)).isTrue();
        one.giveBack(taken(one), 0);
        assertThat(states(TWICE).isAbandoned(position)).isTrue();
    }

    @Test
    void theEntryOfALaterRecordTellsNothingAboutAFreedMessage() {
        RecordWriter writer = writer(0);
        publish(writer, 1);
        long position = writer.committedStart();
        WorkReader one = reader(0, ONCE);
        one.acknowledge(taken(one));
        one.free();
        for (int i = 2; i <= CAPACITY / 64; i++) {
            publish(writer, i);
            one.acknowledge(taken(one));
            one.free();
        }
        publish(writer, 100);
        assertThat(writer.committedStart()).isEqualTo(position + CAPACITY);
        taken(one);
        kill(0);
        assertThat(states(ONCE).isAbandoned(position)).isFalse();
        assertThat(states(ONCE).isAbandoned(position + CAPACITY)).isTrue();
    }

    @Test
    void aConsumerSeesEachMessageBehindTheOneItHoldsOnce() {
        RecordWriter writer = writer(0);
        RecordWriter other = writer(1);
        for (int i = 1; i <= 3; i++) {
            publish(writer, i);
        }
        other.tryClaim(16);
        other.abort();
        WorkReader one = reader(0);
        WorkReader two = reader(1);
        WorkLease held = taken(one);
        two.acknowledge(taken(two));
        LaterMessages later = new LaterMessages(ring);
        assertThat(shown(later, held)).containsExactly(1L, 2L, 3L);
        assertThat(shown(later, held)).isEmpty();
        other.tryClaim(16);
        publish(writer, 4);
        assertThat(shown(later, held)).as("behind a claim").isEmpty();
        other.abort();
        assertThat(shown(later, held)).containsExactly(4L);
        later.restartAt(held.position());
        assertThat(shown(later, held)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aConsumerSeesNoRecordOfTheLapBefore() {
        RecordWriter writer = writer(0);
        for (int i = 1; i <= CAPACITY / 64; i++) {
            publish(writer, i);
        }
        WorkReader one = reader(0);
        WorkLease first = taken(one);
        WorkLease held = taken(one);
        assertThat(shown(new LaterMessages(ring), held)).hasSize(CAPACITY / 64 - 1).startsWith(2L).doesNotContain(1L);
        assertThat(first.isOpen()).isTrue();
    }

    private static List<Long> shown(LaterMessages later, WorkLease held) {
        List<Long> numbers = new ArrayList<>();
        later.show(held.position(), (buffer, offset, length) -> {
            numbers.add(buffer.getLong(offset));
            return Action.CONTINUE;
        });
        return numbers;
    }
}
