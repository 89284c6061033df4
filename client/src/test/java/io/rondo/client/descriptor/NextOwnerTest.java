package io.rondo.client.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelMismatchException;
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
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer by descriptor does when its owner ends and another one starts. */
class NextOwnerTest extends SeparateDirectories {
    @Test
    void aPublisherWaitsForTheOwner() {
        Publisher out = publisher();
        assertThat(out.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
        assertThat(out.tryPublish(Messages.of(0), 0, Messages.LENGTH)).isEqualTo(Publisher.NOT_CONNECTED);
        Subscriber in = kept(queue("first").subscriber());
        awaitConnected(out, 1);
        assertThat(take(in, 1)).containsExactly(1L);
        assertThat(out.maxMessageLength()).isLessThan(CAPACITY);
        assertThat(segment("peer")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPublisherGoesOnIfTheNextOwnerHasTheSameSegment(boolean singleProducer) {
        Subscriber first = kept(queue("first").singleProducer(singleProducer).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2, 3);
        assertThat(take(first, 3)).containsExactly(1L, 2L, 3L);
        Messages.publish(out, 4, 5);
        first.close();
        awaitDisconnected(out);
        Subscriber second = kept(queue("first").subscriber());
        awaitConnected(out, 6);
        List<Long> rest = take(second, 3);
        assertThat(rest.subList(0, 2)).containsExactly(4L, 5L);
        // While the end of the owner was not known, messages went into the segment, which is the same.
        assertThat(rest.subList(2, rest.size())).isSubsetOf(0L, 6L);
    }

    @Test
    void aSubscriberReadsTheOldSegmentToItsEndAndGoesOnInTheNext() throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        Publisher first = kept(owner.topic(CHANNEL).capacity(CAPACITY).publisher());
        Subscriber in = kept(connect("peer", Transport.SHM_DESCRIPTOR, SocketIo.AUTO).topic(CHANNEL).subscriber());
        assertThat(in.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
        Messages.publish(first, 1, 2, 3);
        Files.delete(segment("first"));
        owner.close();
        Publisher second = kept(connect("second", Transport.AUTO, SocketIo.AUTO).topic(CHANNEL).capacity(CAPACITY)
                .publisher());
        Watchdog.await("the subscriber", () -> second.consumers() == 1);
        Messages.publish(second, 4, 5);
        assertThat(take(in, 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(in.lost()).isZero();
    }

    @Test
    void aSubscriberThatDoesNotPollMissesNoOwner() throws IOException {
        Rondo firstOwner = connect("first", Transport.AUTO, SocketIo.AUTO);
        Publisher first = firstOwner.topic(CHANNEL).capacity(CAPACITY).publisher();
        Subscriber in = kept(connect("peer", Transport.SHM_DESCRIPTOR, SocketIo.AUTO).topic(CHANNEL).subscriber());
        Messages.publish(first, 1);
        Files.delete(segment("first"));
        firstOwner.close();
        Rondo secondOwner = connect("second", Transport.AUTO, SocketIo.AUTO);
        Publisher second = secondOwner.topic(CHANNEL).capacity(CAPACITY).publisher();
        Watchdog.await("the subscriber", () -> second.consumers() == 1);
        Messages.publish(second, 2);
        Files.delete(segment("second"));
        secondOwner.close();
        Publisher third = kept(connect("first", Transport.AUTO, SocketIo.AUTO).topic(CHANNEL).capacity(CAPACITY)
                .publisher());
        Watchdog.await("the subscriber", () -> third.consumers() == 1);
        Messages.publish(third, 3);
        assertThat(take(in, 3)).containsExactly(1L, 2L, 3L);
        assertThat(in.producers()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPublisherThatDoesNotPublishKeepsItsSegmentIfTheOwnerReturns(boolean singleProducer) throws IOException {
        Subscriber first = kept(queue("first").singleProducer(singleProducer).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2);
        first.close();
        hide("first");
        Subscriber between = queue("second").singleProducer(singleProducer).subscriber();
        Watchdog.await("the publisher", () -> between.producers() == 1);
        between.close();
        hide("second");
        show("first");
        Subscriber again = kept(queue("first").singleProducer(singleProducer).subscriber());
        Messages.publish(out, 3);
        assertThat(take(again, 3)).containsExactly(1L, 2L, 3L);
        assertThat(again.producers()).isOne();
    }

    @Test
    void aSubscriberReadsASegmentOnceIfItsOwnerReturns() throws IOException {
        Publisher first = kept(topic("first").publisher());
        Subscriber in = kept(connect("peer", Transport.SHM_DESCRIPTOR, SocketIo.AUTO).topic(CHANNEL).subscriber());
        Messages.publish(first, 1);
        first.close();
        hide("first");
        Publisher between = kept(topic("second").publisher());
        Watchdog.await("the subscriber", () -> between.consumers() == 1);
        Messages.publish(between, 2);
        between.close();
        hide("second");
        show("first");
        Publisher again = kept(topic("first").publisher());
        Watchdog.await("the link", () -> in.producers() == 1);
        assertThat(again.consumers()).isOne();
        Messages.publish(again, 3);
        assertThat(take(in, 3)).containsExactly(1L, 3L, 2L);
        Messages.publish(again, 4);
        assertThat(take(in, 1)).containsExactly(4L);
        assertThat(in.lost()).isZero();
        assertThat(again.consumers()).isOne();
    }

    /** A copy, as of a directory that was backed up, has the id of the segment. */
    @Test
    void aCopyOfTheSegmentIsAnotherSegment() throws IOException {
        Subscriber first = kept(queue("first").subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2);
        assertThat(take(first, 2)).containsExactly(1L, 2L);
        first.close();
        Files.copy(segment("first"), segment("second"), StandardCopyOption.COPY_ATTRIBUTES);
        Subscriber second = kept(queue("second").subscriber());
        Messages.publish(out, 3);
        assertThat(take(second, 1)).containsExactly(3L);
        assertThat(out.confirmed()).isEqualTo(3);
    }

    @Test
    void anOwnerWithJdkSocketsCannotPassItsSegment() {
        kept(connect("first", Transport.AUTO, SocketIo.NIO).queue(CHANNEL).capacity(CAPACITY).subscriber());
        assertThatThrownBy(this::publisher).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("sockets of the JDK cannot pass descriptors");
        assertThat(connect("peer", Transport.AUTO, SocketIo.AUTO).queue(CHANNEL).publisher().transport())
                .isEqualTo(Transport.SOCKET);
    }

    @Test
    void anOwnerWithoutASegmentHasNothingToPass() {
        Rondo owner = connect("none/none", Transport.AUTO, SocketIo.AUTO);
        kept(owner.queue(CHANNEL).subscriber());
        assertThatThrownBy(this::publisher).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has no segment");
        assertThatThrownBy(() -> connect("none/none", Transport.SHM_DESCRIPTOR, SocketIo.AUTO).queue("y").subscriber())
                .isInstanceOf(UnavailableException.class).hasMessageContaining("nothing to pass");
    }

    @Test
    void aPeerWithoutADirectoryOfSegmentsNeedsNone() {
        Subscriber in = kept(queue("first").subscriber());
        Publisher out = kept(connect("none/none", Transport.AUTO, SocketIo.AUTO).queue(CHANNEL).publisher());
        assertThat(out.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
        Messages.publish(out, 1);
        assertThat(take(in, 1)).containsExactly(1L);
    }

    @Test
    void theTermsOfTheChannelAreCompared() {
        kept(queue("first").subscriber());
        Rondo peer = connect("peer", Transport.AUTO, SocketIo.AUTO);
        assertThatThrownBy(() -> peer.queue(CHANNEL).capacity(2 * CAPACITY).publisher())
                .isInstanceOf(ChannelMismatchException.class).hasMessageContaining("capacity");
        assertThatThrownBy(() -> peer.queue(CHANNEL).maxParticipants(3).publisher())
                .isInstanceOf(ChannelMismatchException.class).hasMessageContaining("max participants");
    }
}
