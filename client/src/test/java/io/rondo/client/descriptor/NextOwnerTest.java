package io.rondo.client.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer by descriptor does when its owner ends. Owners and peer share the directory of sockets only. */
class NextOwnerTest {
    private static final String CHANNEL = "x";
    private static final int CAPACITY = 4096;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private final List<Rondo> open = new ArrayList<>();
    /** An unreachable endpoint would be closed. */
    private final List<Object> kept = new ArrayList<>();

    @BeforeEach
    void makeDirectories() throws IOException {
        for (String name : List.of("peer", "first", "second", "sockets")) {
            Files.createDirectory(directory.resolve(name));
        }
    }

    @AfterEach
    void disconnect() {
        open.reversed().forEach(Rondo::close);
    }

    private Rondo connect(String segments, Transport transport, SocketIo io) {
        Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory.resolve(segments)).socketIo(io)
                .socketDirectory(directory.resolve("sockets")).transport(transport).build());
        open.add(rondo);
        return rondo;
    }

    private Queue queue(String segments) {
        return connect(segments, Transport.AUTO, SocketIo.AUTO).queue(CHANNEL).capacity(CAPACITY);
    }

    private Publisher publisher() {
        return kept(connect("peer", Transport.SHM_DESCRIPTOR, SocketIo.AUTO).queue(CHANNEL).publisher());
    }

    private <T> T kept(T endpoint) {
        kept.add(endpoint);
        return endpoint;
    }

    private static void awaitConnected(Publisher out, long number) {
        Watchdog.await("the owner", () -> out.tryPublish(Messages.of(number), 0, Messages.LENGTH) > 0);
    }

    private static void awaitDisconnected(Publisher out) {
        Watchdog.await("the end of the owner",
                () -> out.tryPublish(Messages.of(0), 0, Messages.LENGTH) == Publisher.NOT_CONNECTED);
    }

    private static List<Long> take(Subscriber in, int count) {
        Received received = new Received();
        while (received.numbers().size() < count) {
            Messages.receive(in, received);
        }
        return received.numbers();
    }

    @Test
    void aPublisherWaitsForTheOwner() {
        Publisher out = publisher();
        assertThat(out.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
        assertThat(out.tryPublish(Messages.of(0), 0, Messages.LENGTH)).isEqualTo(Publisher.NOT_CONNECTED);
        Subscriber in = kept(queue("first").subscriber());
        awaitConnected(out, 1);
        assertThat(take(in, 1)).containsExactly(1L);
        assertThat(out.maxMessageLength()).isLessThan(CAPACITY);
        assertThat(directory.resolve("peer").resolve(CHANNEL + ".ring")).doesNotExist();
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesThatTheLostSegmentHeldAreReportedAsUnknown(boolean singleProducer) throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        Subscriber first = kept(owner.queue(CHANNEL).capacity(CAPACITY).singleProducer(singleProducer).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2, 3);
        assertThat(take(first, 3)).containsExactly(1L, 2L, 3L);
        long last = Messages.fill(out, 4);
        Files.delete(directory.resolve("first").resolve(CHANNEL + ".ring"));
        owner.close();
        Subscriber second = kept(queue("second").singleProducer(singleProducer).subscriber());
        assertThatThrownBy(() -> awaitConnected(out, last + 1)).isInstanceOfSatisfying(DeliveryUnknownException.class,
                unknown -> {
                    assertThat(unknown.firstSequence()).isEqualTo(4);
                    assertThat(unknown.lastSequence()).isEqualTo(last);
                    assertThat(unknown).hasMessageContaining("messages 4 to " + last);
                });
        assertThat(out.publish(Messages.of(100), 0, Messages.LENGTH)).isEqualTo(last + 1);
        assertThat(take(second, 1)).containsExactly(100L);
        assertThat(out.confirmed()).isEqualTo(last + 1);
    }

    @Test
    void closeReportsUnknownMessagesThatNoCallHasReported() throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        kept(owner.queue(CHANNEL).capacity(CAPACITY).subscriber());
        Publisher out = publisher();
        Messages.publish(out, 1, 2);
        Files.delete(directory.resolve("first").resolve(CHANNEL + ".ring"));
        owner.close();
        Subscriber second = kept(queue("second").subscriber());
        Watchdog.await("the publisher", () -> second.producers() == 1);
        assertThatThrownBy(out::close).isInstanceOfSatisfying(DeliveryUnknownException.class,
                unknown -> assertThat(unknown.firstSequence()).isEqualTo(1));
    }

    @Test
    void aSegmentOfAnotherSizeEndsThePublisher() throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        kept(owner.queue(CHANNEL).capacity(CAPACITY).subscriber());
        Publisher out = publisher();
        owner.close();
        Files.delete(directory.resolve("first").resolve(CHANNEL + ".ring"));
        kept(connect("second", Transport.AUTO, SocketIo.AUTO).queue(CHANNEL).capacity(2 * CAPACITY).subscriber());
        assertThatThrownBy(() -> awaitConnected(out, 1)).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("8192 bytes").hasMessageContaining("4096 bytes");
    }

    @Test
    void aSubscriberReadsTheOldSegmentToItsEndAndGoesOnInTheNext() throws IOException {
        Rondo owner = connect("first", Transport.AUTO, SocketIo.AUTO);
        Publisher first = kept(owner.topic(CHANNEL).capacity(CAPACITY).publisher());
        Subscriber in = kept(connect("peer", Transport.SHM_DESCRIPTOR, SocketIo.AUTO).topic(CHANNEL).subscriber());
        assertThat(in.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
        Messages.publish(first, 1, 2, 3);
        Files.delete(directory.resolve("first").resolve(CHANNEL + ".ring"));
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
        Files.delete(directory.resolve("first").resolve(CHANNEL + ".ring"));
        firstOwner.close();
        Rondo secondOwner = connect("second", Transport.AUTO, SocketIo.AUTO);
        Publisher second = secondOwner.topic(CHANNEL).capacity(CAPACITY).publisher();
        Watchdog.await("the subscriber", () -> second.consumers() == 1);
        Messages.publish(second, 2);
        Files.delete(directory.resolve("second").resolve(CHANNEL + ".ring"));
        secondOwner.close();
        Publisher third = kept(connect("first", Transport.AUTO, SocketIo.AUTO).topic(CHANNEL).capacity(CAPACITY)
                .publisher());
        Watchdog.await("the subscriber", () -> third.consumers() == 1);
        Messages.publish(third, 3);
        assertThat(take(in, 3)).containsExactly(1L, 2L, 3L);
        assertThat(in.producers()).isOne();
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
