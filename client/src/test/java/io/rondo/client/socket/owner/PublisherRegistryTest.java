package io.rondo.client.socket.owner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublisherRegistryTest {
    @Test
    void keepsOnlyTheLatestDisconnectedPublishers() {
        PublisherRegistry publishers = new PublisherRegistry();
        long last = 2L * PublisherRegistry.MAX_ENTRIES;
        for (long id = 1; id <= last; id++) {
            PublisherRegistry.Entry entry = publishers.resume(id, 0);
            publishers.register(id, entry, null);
            publishers.disconnect(entry);
        }
        assertThat(publishers.size()).isEqualTo(PublisherRegistry.MAX_ENTRIES);
        assertThat(publishers.isKnown(1)).isFalse();
        assertThat(publishers.isKnown(last - PublisherRegistry.MAX_ENTRIES)).isFalse();
        assertThat(publishers.isKnown(last - PublisherRegistry.MAX_ENTRIES + 1)).isTrue();
        assertThat(publishers.isKnown(last)).isTrue();
    }

    @Test
    void startsWithAPublishersSequenceAndThenKeepsItsOwn() {
        PublisherRegistry publishers = new PublisherRegistry();
        PublisherRegistry.Entry entry = publishers.resume(7, 41);
        publishers.register(7, entry, null);
        assertThat(entry.received()).isEqualTo(41);
        entry.received(50);
        assertThat(publishers.resume(7, 0)).isSameAs(entry);
        publishers.remove(7);
        assertThat(publishers.isKnown(7)).isFalse();
        assertThat(publishers.resume(7, 0).received()).isZero();
    }
}
