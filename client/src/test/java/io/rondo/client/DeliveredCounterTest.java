package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Messages;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a consumer shows of itself when its handler throws. */
class DeliveredCounterTest extends ConnectionFixture {
    private enum Channel {
        QUEUE(ChannelKind.QUEUE, SlowConsumer.BLOCK), BLOCKING(ChannelKind.TOPIC, SlowConsumer.BLOCK), DROPPING(
                ChannelKind.TOPIC, SlowConsumer.DROP_OLDEST),
        EVICTABLE(ChannelKind.TOPIC, SlowConsumer.EVICT);

        private final ChannelSettings options;

        Channel(ChannelKind kind, SlowConsumer policy) {
            options = ChannelSettings.DEFAULTS.kind(kind).slowConsumer(policy);
        }
    }

    private long delivered() {
        try (SegmentObserver observer = store().observe("c")) {
            return observer.table().list().stream().filter(info -> info.role() == Role.CONSUMER).findFirst()
                    .orElseThrow().count(Counter.MESSAGES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesBeforeTheFailedMessageAreCounted(Channel channel) {
        try (Publisher out = Channels.publisher(rondo(), "c",
                ChannelSettings.DEFAULTS.kind(channel == Channel.QUEUE ? ChannelKind.QUEUE : ChannelKind.TOPIC));
                Subscriber in = Channels.subscriber(rondo(), "c", channel.options)) {
            Messages.publish(out, 1, 2, 3, 4);
            int[] seen = {0};
            assertThatThrownBy(() -> in.poll((buffer, offset, length) -> {
                if (++seen[0] == 3) {
                    throw new ArithmeticException();
                }
            }, 10)).isInstanceOf(ArithmeticException.class);
            assertThat(delivered()).isEqualTo(2);
            assertThat(in.poll(Messages.IGNORE, 10)).isEqualTo(2);
            assertThat(delivered()).isEqualTo(4);
        }
    }
}
