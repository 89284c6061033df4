package io.rondo.client.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeldMessagesTest {
    private final HeldMessages<AtomicBoolean> held = table();

    private static HeldMessages<AtomicBoolean> table() {
        return new HeldMessages<>("jobs", AtomicBoolean::new, AtomicBoolean::get);
    }

    private static long hold(HeldMessages<AtomicBoolean> table) {
        long id = table.acquire();
        table.acquired(id).set(true);
        return id;
    }

    private static void settle(HeldMessages<AtomicBoolean> table, long id) {
        table.get(id).set(false);
        table.release(id);
    }

    @Test
    void anIdIsUsedOnce() {
        Set<Long> ids = new HashSet<>();
        for (int use = 0; use < 100; use++) {
            long id = hold(held);
            assertThat(ids.add(id)).isTrue();
            assertThat(held.isHeld(id)).isTrue();
            settle(held, id);
            assertThatThrownBy(() -> held.get(id)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("jobs");
        }
    }

    @Test
    void aMessageIsProcessedOnlyInTheUseInWhichItWasMarked() {
        long id = hold(held);
        assertThat(held.isProcessed(id)).isFalse();
        held.markProcessed(id);
        assertThat(held.isProcessed(id)).isTrue();
        settle(held, id);
        assertThatThrownBy(() -> held.markProcessed(id)).isInstanceOf(IllegalStateException.class);
        assertThat(held.isProcessed(hold(held))).isFalse();
    }

    @Test
    void manyMessagesAreHeldAtATimeAndSettledInAnyOrder() {
        long first = hold(held);
        for (int more = 0; more < 99; more++) {
            hold(held);
        }
        assertThat(held.size()).isEqualTo(100);
        settle(held, first);
        assertThat(held.size()).isEqualTo(99);
        held.forEach(id -> settle(held, id));
        assertThat(held.size()).isZero();
    }

    @Test
    void aTableThatContinuesTheIdsOfAnotherOneKnowsThoseAsFormer() {
        long settled = hold(held);
        settle(held, settled);
        long kept = hold(held);
        HeldMessages<AtomicBoolean> next = table();
        assertThat(next.isFormer(kept)).isFalse();
        next.continueIdsOf(held);
        long id = hold(next);
        assertThat(id).isNotIn(settled, kept);
        assertThat(next.isFormer(kept)).isTrue();
        assertThat(next.isFormer(settled)).isTrue();
        assertThat(next.isFormer(id)).isFalse();
        assertThat(next.isHeld(id)).isTrue();
    }
}
