package io.rondo.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.Task;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Calls that threads make on one publisher at a time. */
class CallGuardTest {
    private static final int CLAIMS = 200_000;
    private static final int SPINS = 64;

    @Test
    void theThreadThatEndsAClaimIsNotRefusedBecauseOfARefusedThread() throws Exception {
        CallGuard guard = new CallGuard("publisher", "x");
        AtomicBoolean ended = new AtomicBoolean();
        Task<Void> other = Task.start(() -> {
            while (!ended.get()) {
                if (enter(guard)) {
                    guard.leave();
                }
            }
            return null;
        });
        try {
            for (int claim = 0; claim < CLAIMS; claim++) {
                if (enter(guard)) {
                    guard.hold();
                    guard.leave();
                    for (int spin = 0; spin < claim % SPINS; spin++) {
                        Thread.onSpinWait();
                    }
                    assertThat(guard.enterToEndClaim()).isTrue();
                    guard.endHold();
                    guard.leave();
                }
            }
        } finally {
            ended.set(true);
            other.join();
        }
    }

    private static boolean enter(CallGuard guard) {
        try {
            return guard.enter();
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
