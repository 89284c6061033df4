package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An owner without a segment limits the number of connected peers. */
class MaxParticipantsTest extends OwnerFixture {
    private static final Path NOWHERE = Path.of("/proc/none/x");

    /** A Rondo that cannot use shared memory. */
    private Rondo withoutSegments() {
        return connect(RondoConfig.builder().directory(NOWHERE).socketDirectory(directory()).build());
    }

    @Test
    void aFurtherPublisherOfAQueueIsRefusedUntilOneCloses() {
        try (Subscriber in = withoutSegments().queue(QUEUE).maxParticipants(2).subscriber()) {
            Rondo peer = peer(SocketIo.AUTO);
            Publisher first = peer.queue(QUEUE).publisher();
            try (Publisher second = peer.queue(QUEUE).publisher()) {
                assertThatThrownBy(() -> peer.queue(QUEUE).publisher()).isInstanceOf(ChannelInUseException.class)
                        .hasMessageContainingAll("channel " + QUEUE, "2 producers");
                first.close();
                try (Publisher third = peer.queue(QUEUE).publisher()) {
                    Messages.publish(second, 1);
                    Messages.publish(third, 2);
                    Received received = new Received();
                    while (received.numbers().size() < 2) {
                        Messages.receive(in, received);
                    }
                    assertThat(received.numbers()).containsExactlyInAnyOrder(1L, 2L);
                }
            }
        }
    }

    @Test
    void aFurtherSubscriberOfATopicIsRefusedUntilOneCloses() {
        try (Publisher out = withoutSegments().topic(TOPIC).maxParticipants(1).publisher()) {
            Rondo peer = peer(SocketIo.AUTO);
            Subscriber first = peer.topic(TOPIC).subscriber();
            assertThatThrownBy(() -> peer.topic(TOPIC).subscriber()).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContainingAll("channel " + TOPIC, "1 consumers");
            first.close();
            try (Subscriber second = peer.topic(TOPIC).subscriber()) {
                Messages.publish(out, 1);
                assertThat(Messages.receive(second, Messages.IGNORE)).isEqualTo(1);
            }
        }
    }
}
