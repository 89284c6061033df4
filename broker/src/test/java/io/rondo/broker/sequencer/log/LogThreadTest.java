package io.rondo.broker.sequencer.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.client.support.Watchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents that share a thread. */
class LogThreadTest {
    private final Health health = new Health();
    private final LogThread thread = new LogThread("test", health);
    private final AtomicInteger comparisons = new AtomicInteger();

    /** Counts its duty cycles, and the comparisons with other agents. */
    private class Counting implements Agent {
        private final AtomicInteger turns = new AtomicInteger();

        @Override
        public int doWork() {
            turns.incrementAndGet();
            return 1;
        }

        @Override
        public String roleName() {
            return "counting";
        }

        @Override
        public boolean equals(Object other) {
            comparisons.incrementAndGet();
            return this == other;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        void awaitTurn() {
            int before = turns.get();
            Watchdog.await("a turn", () -> turns.get() > before);
        }
    }

    @AfterEach
    void end() {
        thread.close();
    }

    @Test
    void aTurnComparesNoAgents() {
        List<Counting> agents = new ArrayList<>();
        List<Runnable> removals = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            agents.add(new Counting());
            removals.add(thread.add(agents.getLast()));
        }
        agents.forEach(Counting::awaitTurn);
        removals.forEach(Runnable::run);
        assertThat(comparisons).hasValue(0);
    }

    @Test
    void aRemovedAgentDoesNotRunAndTheOthersDo() {
        Counting removed = new Counting();
        Counting kept = new Counting();
        Runnable removal = thread.add(removed);
        thread.add(kept);
        removed.awaitTurn();
        removal.run();
        int turns = removed.turns.get();
        kept.awaitTurn();
        kept.awaitTurn();
        assertThat(removed.turns).hasValue(turns);
        removal.run();
    }

    @Test
    void anAgentThatFailsIsNotRunAgainAndTheOthersAre() {
        Counting failing = new Counting() {
            @Override
            public int doWork() {
                super.doWork();
                throw new IllegalStateException("a defect");
            }
        };
        Counting kept = new Counting();
        thread.add(failing);
        thread.add(kept);
        kept.awaitTurn();
        kept.awaitTurn();
        assertThat(failing.turns).hasValue(1);
        assertThat(health.alarms().raised(AlarmKind.AGENT_FAILED)).isOne();
    }
}
