package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Publisher;
import io.rondo.core.ChannelInUseException;
import org.junit.jupiter.api.Test;

/** What a channel of one producer promises besides. */
interface SingleProducerContract extends Contract {
    @Test
    default void aSecondProducerIsRefusedNamingThePidOfTheFirst() {
        try (Publisher out = publisher()) {
            assertThatThrownBy(this::publisher).isInstanceOf(ChannelInUseException.class)
                    .hasMessageContainingAll(CHANNEL, "producer", "pid " + ProcessHandle.current().pid());
            assertThat(out.producers()).isEqualTo(1);
        }
        publisher().close();
    }
}
