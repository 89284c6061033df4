package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.os.LockFile;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A foreign lock on the file of a segment keeps its owner from adding peers. The event loop does not wait for it. */
class LockedSegmentTest extends OwnerFixture {
    private static final String OTHER = "other";

    private LockFile foreign;

    @BeforeEach
    void own() {
        ownQueue(SocketIo.AUTO);
        ownTopic(SocketIo.AUTO);
    }

    @AfterEach
    void unlock() {
        foreign.close();
    }

    /** Locks the slots of all peers, as no participant does. */
    private void lock(String channel) {
        foreign = LockFile.open(directory().resolve(channel + ".ring"));
        assertThat(foreign.tryLock(SegmentLayout.lockOffset(SlotLayout.FIRST_PEER), 2)).isTrue();
    }

    private void isAnsweredAfterTheLockWhileOtherChannelsRun(String channel, Hello hello) throws IOException {
        try (Rondo rondo = connect(config(SocketIo.AUTO).build());
                Subscriber in = rondo.queue(OTHER).subscriber();
                Publisher out = peer(SocketIo.AUTO).queue(OTHER).publisher();
                RawPeer waiting = raw(channel)) {
            lock(channel);
            waiting.send(hello);
            // All channels of this process have one event loop.
            for (long number = 1; number <= 10; number++) {
                Messages.publish(out, number);
                Messages.receive(in, Messages.IGNORE);
            }
            foreign.close();
            assertThat(waiting.expect(Welcome.class).ownerId()).isNotZero();
        }
    }

    @Test
    void aPublisherIsAddedAfterTheLock() throws IOException {
        isAnsweredAfterTheLockWhileOtherChannelsRun(QUEUE, RawPeer.publisher(QUEUE, 1));
    }

    @Test
    void aSubscriberIsAddedAfterTheLock() throws IOException {
        isAnsweredAfterTheLockWhileOtherChannelsRun(TOPIC, RawPeer.subscriber(TOPIC, 1, 1000));
    }

    @Test
    void aPeerIsToldWhichProcessKeepsTheLock() throws IOException {
        lock(QUEUE);
        try (RawPeer waiting = raw(QUEUE)) {
            waiting.send(RawPeer.publisher(QUEUE, 1));
            Reject reject = waiting.expect(Reject.class);
            assertThat(reject.code()).isEqualTo(RejectCode.ROLE_TAKEN);
            assertThat(reject.text()).contains("channel " + QUEUE).contains("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void aPeerThatLeavesMeanwhileIsForgotten() throws IOException {
        lock(QUEUE);
        try (RawPeer waiting = raw(QUEUE)) {
            waiting.send(RawPeer.publisher(QUEUE, 1));
        }
        foreign.close();
        try (RawPeer next = raw(QUEUE)) {
            next.greet(RawPeer.publisher(QUEUE, 2));
            next.enquire(1);
            assertThat(next.expect(Calls.Participants.class).producers()).isEqualTo(1);
        }
    }
}
