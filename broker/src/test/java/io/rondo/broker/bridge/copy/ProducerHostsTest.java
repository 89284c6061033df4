package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A producer id on several hosts. */
class ProducerHostsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long ID = 5;

    private final Set<Long> usedHere = new HashSet<>();
    private final ProducerHosts hosts = new ProducerHosts(usedHere::contains);

    @Test
    void anIdOfOneCopyIsNoConflict() {
        for (int i = 0; i < 100; i++) {
            assertThat(hosts.otherHost(ID, 1, i * SECOND / 10)).isNull();
        }
    }

    @Test
    void anIdThatALivePublisherOfThisHostHasIsAConflictWithinASecond() {
        assertThat(hosts.otherHost(ID, 1, 0)).isNull();
        usedHere.add(ID);
        assertThat(hosts.otherHost(ID, 1, SECOND - 1)).isNull();
        assertThat(hosts.otherHost(ID, 1, SECOND)).isEqualTo("this one");
        assertThat(hosts.otherHost(ID + 1, 1, SECOND)).isNull();
    }

    @Test
    void aProducerThatMovesToAnotherCopyIsNoConflict() {
        for (long copy : new long[]{1, 2, 1, 2}) {
            assertThat(hosts.otherHost(ID, copy, 0)).isNull();
        }
        // And back, later.
        for (long copy : new long[]{1, 2, 1}) {
            assertThat(hosts.otherHost(ID, copy, 11 * SECOND)).isNull();
        }
    }

    @Test
    void copiesThatForwardAnIdByTurnsAreAConflict() {
        for (long copy : new long[]{1, 2, 1, 2}) {
            hosts.otherHost(ID, copy, 0);
        }
        assertThat(hosts.otherHost(ID, 1, SECOND)).isEqualTo("copy 2");
    }
}
