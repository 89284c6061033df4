package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Claim;
import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Payload;
import io.rondo.client.support.Received;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A claim is committed or aborted once, and is visible after its commit only. */
// Closing early is what is tested.
@SuppressWarnings("try")
class ClaimTest extends ContractTest {
    /** With one publisher and one subscriber at a time, a mixed channel is a channel over sockets. */
    static Stream<ChannelCase> cases() {
        return ChannelCase.all(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY);
    }

    @Test
    void aCommittedClaimOfAnyLengthArrives() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            for (int i = 0; i <= out.maxMessageLength(); i++) {
                int length = i;
                try (Claim claim = i % 2 == 0 ? claimSoon(out, length) : out.claim(length)) {
                    assertThat(claim.length()).isEqualTo(length);
                    Payload.fill(claim.buffer(), claim.offset(), length, length);
                    assertThat(claim.commit()).isEqualTo(length + 1);
                }
                take(in, (buffer, offset, size) -> {
                    assertThat(size).isEqualTo(length);
                    Payload.verify(buffer, offset, size, length);
                }, 1);
            }
        }
    }

    @Test
    void anUncommittedClaimIsInvisible() {
        try (Subscriber in = subscriber(); Publisher out = publisher(); Claim claim = out.tryClaim(8)) {
            claim.buffer().putLong(claim.offset(), -1);
            assertThat(in.poll(Messages.IGNORE, 10)).isZero();
        }
    }

    @Test
    void anAbortedClaimIsNeverSeenAndTakesNoSequence() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Messages.publish(out, 1);
            Claim explicit = out.tryClaim(100);
            explicit.buffer().putLong(explicit.offset(), -1);
            explicit.abort();
            Messages.publish(out, 2);
            try (Claim left = out.claim(100)) {
                left.buffer().putLong(left.offset(), -1);
            }
            assertThatThrownBy(() -> {
                try (Claim thrown = out.claim(0)) {
                    thrown.buffer();
                    throw new ArithmeticException("encoding failed");
                }
            }).isInstanceOf(ArithmeticException.class);
            assertThat(publishSoon(out, 3)).isEqualTo(3);

            Received received = new Received();
            while (received.numbers().size() < 3) {
                in.poll(received, 1);
            }
            assertThat(in.poll(received, 10)).isZero();
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void abortedClaimsReturnTheirSpace() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            for (int i = 1; i <= 50; i++) {
                try (Claim claim = out.claim(out.maxMessageLength())) {
                    assertThat(claim.length()).isEqualTo(out.maxMessageLength());
                }
                assertThat(in.poll(Messages.IGNORE, 10)).isZero();
            }
            assertThat(publishSoon(out, 1)).isEqualTo(1);
            Received received = new Received();
            while (received.numbers().isEmpty()) {
                Messages.receive(in, received);
            }
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    @Test
    void aClaimEndsOnce() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Claim committed = out.tryClaim(8);
            committed.commit();
            isOver(committed);
            Claim aborted = out.tryClaim(8);
            aborted.abort();
            isOver(aborted);
            Claim closed = out.tryClaim(8);
            closed.close();
            isOver(closed);
            Messages.receive(in, Messages.IGNORE);
        }
    }

    private static void isOver(Claim claim) {
        assertThatThrownBy(claim::commit).isInstanceOf(IllegalStateException.class).hasMessageContaining("not open");
        assertThatThrownBy(claim::abort).isInstanceOf(IllegalStateException.class).hasMessageContaining("not open");
        assertThatThrownBy(claim::buffer).isInstanceOf(IllegalStateException.class).hasMessageContaining("not open");
        claim.close();
    }

    @Test
    void whileAClaimIsOpenThePublisherRefusesEverythingElse() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            MutableDirectBuffer message = Messages.of(-1);
            try (Claim claim = out.tryClaim(8)) {
                refusesBecauseOpen(() -> out.tryClaim(8));
                refusesBecauseOpen(() -> out.claim(8));
                refusesBecauseOpen(() -> out.tryPublish(message, 0, 8));
                refusesBecauseOpen(() -> out.publish(message, 0, 8));
                refusesBecauseOpen(() -> out.publish(message, 0, 8, Duration.ZERO));
                claim.buffer().putLong(claim.offset(), 1);
                assertThat(claim.commit()).isEqualTo(1);
            }
            Received received = new Received();
            take(in, received, 1);
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    private static void refusesBecauseOpen(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("open");
    }

    @Test
    void aClaimsBufferEndsWhereTheClaimEnds() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            for (int length : new int[]{0, 1, 8, 13, out.maxMessageLength()}) {
                try (Claim claim = out.tryClaim(length)) {
                    MutableDirectBuffer buffer = claim.buffer();
                    int end = claim.offset() + length;
                    assertThatThrownBy(() -> buffer.putByte(end, (byte) 1))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> buffer.putByte(claim.offset() - 1, (byte) 1))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> buffer.putLong(end - 7, 1)).isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> buffer.setMemory(claim.offset(), length + 1, (byte) 1))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                    assertThatThrownBy(() -> buffer.getByte(end)).isInstanceOf(IndexOutOfBoundsException.class);
                    assertThat(buffer.isExpandable()).isFalse();
                }
                assertThat(in.poll(Messages.IGNORE, 1)).isZero();
            }
        }
    }

    @Test
    void aClaimsBufferIsUnusableAfterTheClaim() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Claim claim = out.tryClaim(8);
            MutableDirectBuffer kept = claim.buffer();
            kept.putLong(claim.offset(), 1);
            claim.commit();
            assertThatThrownBy(() -> kept.putLong(0, -1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> kept.getByte(0)).isInstanceOf(RuntimeException.class);
            Received received = new Received();
            take(in, received, 1);
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    @Test
    void aWaitingClaimIsWokenByConsumption() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            long taken = fill(out);
            assertThat(out.tryClaim(8)).isNull();
            Task<Long> claimed = Task.start(() -> {
                try (Claim claim = out.claim(8)) {
                    claim.buffer().putLong(claim.offset(), taken + 1);
                    return claim.commit();
                }
            });
            awaitParked(out, claimed);
            Received received = new Received();
            while (received.numbers().size() <= taken) {
                Messages.receive(in, received);
            }
            assertThat(claimed.join()).isEqualTo(taken + 1);
            assertThat(received.numbers()).isEqualTo(Messages.range(1, taken + 1));
        }
    }

    @Test
    void closingThePublisherAbortsItsClaim() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Claim claim = out.tryClaim(8);
            MutableDirectBuffer kept = claim.buffer();
            out.close();
            assertThatThrownBy(() -> kept.putByte(0, (byte) 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(claim::commit).isInstanceOf(ClosedException.class);
            claim.close();
            try (Publisher next = publisher()) {
                Messages.publish(next, 1);
                Received received = new Received();
                while (received.numbers().isEmpty()) {
                    Messages.receive(in, received);
                }
                assertThat(received.numbers()).containsExactly(1L);
            }
        }
    }

    @Test
    void aPublisherClosedByAnotherThreadLosesItsClaimAndNothingIsDelivered() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = publisher(); Claim claim = out.tryClaim(8)) {
            MutableDirectBuffer mine = claim.buffer();
            mine.putLong(claim.offset(), -1);
            Task.start(() -> {
                out.close();
                return null;
            }).join();
            // Writes outside the channel.
            mine.putLong(claim.offset(), -1);
            assertThatThrownBy(claim::commit).isInstanceOf(ClosedException.class);
            try (Publisher next = publisher()) {
                Messages.publish(next, 1);
                Received received = new Received();
                while (received.numbers().isEmpty()) {
                    Messages.receive(in, received);
                }
                assertThat(received.numbers()).containsExactly(1L);
            }
        }
    }

    @Test
    void aClaimMayBeCommittedShorterThanItWasClaimed() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            Received received = new Received();
            for (int claimed : new int[]{Messages.LENGTH, 100, 1000, out.maxMessageLength()}) {
                try (Claim claim = claimSoon(out, claimed)) {
                    MutableDirectBuffer buffer = claim.buffer();
                    for (int i = 0; i < claimed; i++) {
                        buffer.putByte(claim.offset() + i, (byte) 0x7F);
                    }
                    buffer.putLong(claim.offset(), claimed);
                    assertThat(claim.commit(Messages.LENGTH)).isPositive();
                }
                take(in, received, 1);
            }
            assertThat(received.numbers()).containsExactly((long) Messages.LENGTH, 100L, 1000L,
                    (long) out.maxMessageLength());
        }
    }

    @Test
    void aClaimMayBeCommittedAsAnEmptyMessage() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            try (Claim claim = claimSoon(out, 500)) {
                claim.buffer().putLong(claim.offset(), -1);
                claim.commit(0);
            }
            publishSoon(out, 1);
            List<Integer> lengths = new ArrayList<>();
            take(in, (buffer, offset, length) -> lengths.add(length), 2);
            assertThat(lengths).containsExactly(0, Messages.LENGTH);
        }
    }

    @Test
    void aCommitOutsideTheClaimIsRefusedAndTheClaimStaysOpen() {
        try (Subscriber in = subscriber(); Publisher out = publisher(); Claim claim = claimSoon(out, 8)) {
            for (int length : new int[]{-1, 9, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertThatThrownBy(() -> claim.commit(length)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll(String.valueOf(length), "8");
            }
            claim.buffer().putLong(claim.offset(), 1);
            claim.commit(8);
            assertThatThrownBy(() -> claim.commit(8)).isInstanceOf(IllegalStateException.class);
            Received received = new Received();
            take(in, received, 1);
            assertThat(received.numbers()).containsExactly(1L);
        }
    }

    @Test
    void aTimedClaimReturnsNullWhenTheChannelStaysFullAndAClaimWhenThereIsSpace() throws Exception {
        try (Subscriber in = subscriber(); Publisher out = shortLingerPublisher()) {
            fill(out);
            assertThat(out.claim(8, Duration.ZERO)).isNull();
            assertThat(out.claim(8, Duration.ofMillis(1))).isNull();
            Task<Long> claiming = Task.start(() -> {
                try (Claim claim = out.claim(8, Duration.ofSeconds(Watchdog.SECONDS))) {
                    claim.buffer().putLong(claim.offset(), 1);
                    return claim.commit();
                }
            });
            while (!claiming.isDone()) {
                in.poll(Messages.IGNORE, 100);
                Thread.yield();
            }
            assertThat(claiming.join()).isPositive();
            closeUnread(out);
        }
    }
}
