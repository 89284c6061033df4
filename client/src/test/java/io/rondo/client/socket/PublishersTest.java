package io.rondo.client.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishersTest {
    @Test
    void remembersOnlyTheLatestOfThoseThatDidNotComeBack() {
        Publishers publishers = new Publishers();
        long last = 2L * Publishers.MOST;
        for (long id = 1; id <= last; id++) {
            Publishers.Entry entry = publishers.recall(id, 0);
            publishers.begin(id, entry, null);
            publishers.end(entry);
        }
        assertThat(publishers.size()).isEqualTo(Publishers.MOST);
        assertThat(publishers.knows(1)).isFalse();
        assertThat(publishers.knows(last - Publishers.MOST)).isFalse();
        assertThat(publishers.knows(last - Publishers.MOST + 1)).isTrue();
        assertThat(publishers.knows(last)).isTrue();
    }

    @Test
    void startsWithWhatAPublisherSaysAndGoesOnWithWhatItKnows() {
        Publishers publishers = new Publishers();
        Publishers.Entry entry = publishers.recall(7, 41);
        publishers.begin(7, entry, null);
        assertThat(entry.taken()).isEqualTo(41);
        entry.took(50);
        assertThat(publishers.recall(7, 0)).isSameAs(entry);
        publishers.forget(7);
        assertThat(publishers.knows(7)).isFalse();
        assertThat(publishers.recall(7, 0).taken()).isZero();
    }
}
