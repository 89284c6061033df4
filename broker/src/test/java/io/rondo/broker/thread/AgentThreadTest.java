package io.rondo.broker.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.Watchdog;
import java.time.Duration;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.junit.jupiter.api.Test;

/** The end of a thread. */
class AgentThreadTest {
    /** Does nothing. */
    private static final class Idle implements Agent {
        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public String roleName() {
            return "test";
        }
    }

    @Test
    void aLookWithoutAWaitSeesWhetherTheThreadHasEnded() {
        AgentThread thread = new AgentThread(new Idle(), new SleepingMillisIdleStrategy(1));
        assertThat(thread.join(Duration.ZERO)).isFalse();
        thread.end();
        Watchdog.await("the end", () -> !thread.isRunning());
        assertThat(thread.join(Duration.ZERO)).isTrue();
    }
}
