package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import org.junit.jupiter.api.Test;

/** What a channel of one producer promises besides. */
// Closing early is what is tested.
@SuppressWarnings("try")
interface SingleProducerContract extends Contract {
    /** How an error names it. */
    default String nameOfOnlyProducer() {
        return "its only producer already, pid " + ProcessHandle.current().pid();
    }

    @Test
    default void aSecondProducerIsRefusedNamingTheFirst() {
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
