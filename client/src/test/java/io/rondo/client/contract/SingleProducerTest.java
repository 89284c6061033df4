package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A single-producer queue and a topic have one producer. */
// Closing early is what is tested.
@SuppressWarnings("try")
class SingleProducerTest extends ContractTest {
    static Stream<ChannelCase> cases() {
        return ChannelCase.singleProducer(Wiring.SHARED_MEMORY, Wiring.DESCRIPTORS, Wiring.SOCKETS, Wiring.SOCKETS_ONLY,
                Wiring.MIXED);
    }

    /** The name of the only producer in the message. A second owner without a segment finds the socket file. */
    private String nameOfOnlyProducer() {
        return channelCase().isTopic() && channelCase().wiring() == Wiring.SOCKETS_ONLY
                ? CHANNEL + ".sock"
                : "its only producer already, pid " + ProcessHandle.current().pid();
    }

    @Test
    void aSecondProducerIsRefusedNamingTheFirst() {
        try (Subscriber in = subscriber(); Publisher out = publisher()) {
            assertThatThrownBy(this::publisher).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContainingAll(CHANNEL, nameOfOnlyProducer());
            becomes(1, out::producers);
            out.close();
            publisher().close();
            becomes(0, in::producers);
        }
    }
}
