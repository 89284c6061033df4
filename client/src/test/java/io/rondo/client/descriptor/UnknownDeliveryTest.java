package io.rondo.client.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher by descriptor reports the messages of a segment that may be gone with its owner. */
class UnknownDeliveryTest extends SeparateDirectories {
    private static void assertUnknown(long first, long last, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DeliveryUnknownException.class, unknown -> {
            assertThat(unknown.firstSequence()).isEqualTo(first);
            assertThat(unknown.lastSequence()).isEqualTo(last);
            assertThat(unknown).hasMessageContaining("messages " + first + " to " + last);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesThatTheLostSegmentHeldAreReportedAsUnknown(boolean singleProducer) throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        Subscriber first = kept(owner.queue(CHANNEL).capacity(CAPACITY).singleProducer(singleProducer).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2, 3);
        assertThat(take(first, 3)).containsExactly(1L, 2L, 3L);
        long last = Messages.fill(out, 4);
        Files.delete(segment("first"));
        owner.close();
        Subscriber second = kept(queue("second").singleProducer(singleProducer).subscriber());
        assertUnknown(4, last, () -> awaitConnected(out, last + 1));
        assertThat(out.publish(Messages.of(100), 0, Messages.LENGTH)).isEqualTo(last + 1);
        assertThat(take(second, 1)).containsExactly(100L);
        assertThat(out.confirmed()).isEqualTo(last + 1);
    }

    @Test
    void aMessageIsConfirmedWhenTheConsumerHasConfirmedIt() {
        Subscriber in = kept(queue("first").subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2, 3);
        assertThat(out.confirmed()).isZero();
        assertThat(in.poll(Messages.IGNORE, 2)).isEqualTo(2);
        assertThat(out.confirmed()).isEqualTo(2);
        out.close();
        assertThat(out.confirmed()).isEqualTo(2);
        assertThat(take(in, 1)).containsExactly(3L);
    }

    @Test
    void closeReportsWhatAnOwnerThatIsGoneHadNotConfirmed() {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        Subscriber in = owner.queue(CHANNEL).capacity(CAPACITY).subscriber();
        Publisher out = publisher();
        Messages.publish(out, 1, 2, 3);
        assertThat(in.poll(Messages.IGNORE, 1)).isOne();
        owner.close();
        assertUnknown(2, 3, out::close);
        out.close();
        assertThat(out.confirmed()).isOne();
    }

    @Test
    void closeReportsNothingIfTheOwnerHadConfirmedEverything() {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        Subscriber in = owner.queue(CHANNEL).capacity(CAPACITY).subscriber();
        Publisher out = publisher();
        Messages.publish(out, 1, 2);
        assertThat(take(in, 2)).containsExactly(1L, 2L);
        owner.close();
        out.close();
        assertThat(out.confirmed()).isEqualTo(2);
    }

    @Test
    void closeReportsUnknownMessagesThatNoCallHasReported() throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        kept(owner.queue(CHANNEL).capacity(CAPACITY).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2);
        Files.delete(segment("first"));
        owner.close();
        Subscriber second = kept(queue("second").subscriber());
        Watchdog.await("the publisher", () -> second.producers() == 1);
        assertUnknown(1, 2, out::close);
    }

    @Test
    void aSegmentOfAnotherSizeEndsThePublisherAfterTheReport() throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        kept(owner.queue(CHANNEL).capacity(CAPACITY).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2);
        owner.close();
        long last = Math.max(2, awaitDisconnected(out));
        Files.delete(segment("first"));
        kept(connect("second", Transport.AUTO, SocketIo.AUTO).queue(CHANNEL).capacity(2 * CAPACITY).subscriber());
        assertUnknown(1, last, () -> awaitConnected(out, 3));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> awaitConnected(out, 3)).isInstanceOf(ChannelMismatchException.class)
                    .hasMessageContaining("8192 bytes").hasMessageContaining("4096 bytes");
        }
        out.close();
    }

    @Test
    void anOwnerWithoutASegmentEndsThePublisherAfterTheReport() throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        kept(owner.queue(CHANNEL).capacity(CAPACITY).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2);
        owner.close();
        long last = Math.max(2, awaitDisconnected(out));
        hide("first");
        kept(connect("none/none", Transport.AUTO, SocketIo.AUTO).queue(CHANNEL).subscriber());
        assertUnknown(1, last, () -> awaitConnected(out, 3));
        assertThatThrownBy(() -> awaitConnected(out, 3)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has no segment").hasMessageContaining("open the channel again");
    }
}
