package io.rondo.broker.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.Watchdog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The watchdog looks when the test says so. */
class ThreadWatchdogTest {
    private final Alarms alarms = new Alarms();
    private final AtomicBoolean blockedByDisk = new AtomicBoolean();
    private final ThreadWatchdog watchdog = new ThreadWatchdog(alarms, _ -> blockedByDisk.get());
    private final DutyCycles cycles = watchdog.watch("agent");

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watchdog.look();
        }
    }

    @Test
    void aThreadThatHasNotBegunIsNotStuck() {
        look(2 * ThreadWatchdog.PATIENCE);
        assertThat(alarms.active()).isEmpty();
    }

    @Test
    void aCheckThatFailsEndsNeitherTheOthersNorTheWatchdog() {
        AtomicInteger runs = new AtomicInteger();
        watchdog.add(() -> {
            throw new IllegalStateException("a defect");
        });
        watchdog.add(runs::incrementAndGet);
        cycles.begin();
        look(ThreadWatchdog.PATIENCE + 1);
        assertThat(runs).hasValue(ThreadWatchdog.PATIENCE + 1);
        assertThat(alarms.raised(AlarmKind.THREAD_STUCK)).isOne();
    }

    @Test
    void aThreadWithoutANewDutyCycleIsStuckUntilItGoesOn() {
        cycles.begin();
        cycles.increment();
        look(ThreadWatchdog.PATIENCE);
        assertThat(alarms.active()).isEmpty();
        look(1);
        assertThat(alarms.active()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(AlarmKind.THREAD_STUCK);
            assertThat(alarm.subject()).isEqualTo("agent");
            assertThat(alarm.message()).contains("30 s").contains("jstack");
        });
        look(5);
        assertThat(alarms.raised(AlarmKind.THREAD_STUCK)).isOne();
        cycles.increment();
        look(1);
        assertThat(alarms.active()).isEmpty();
    }

    @Test
    void aThreadThatMakesProgressIsNeverStuck() {
        cycles.begin();
        for (int i = 0; i < 3 * ThreadWatchdog.PATIENCE; i++) {
            cycles.increment();
            look(1);
        }
        assertThat(alarms.active()).isEmpty();
    }

    @Test
    void aThreadThatADiskBlocksIsAliveButNotReady() {
        Health health = new Health();
        blockedByDisk.set(true);
        cycles.begin();
        look(ThreadWatchdog.PATIENCE + 1);
        assertThat(alarms.active()).singleElement().extracting(Alarm::kind).isEqualTo(AlarmKind.DISK_STALLED);

        health.state(BrokerState.RUNNING);
        assertThat(health.isReady()).isTrue();
        Alarm stalled = alarms.active().getFirst();
        health.alarms().raise(stalled.kind(), stalled.subject(), stalled.blocking(), stalled.message());
        assertThat(health.isLive()).isTrue();
        assertThat(health.isReady()).isFalse();
    }

    @Test
    void aThreadThatIsStuckBehindADiskThatAnswersAgainIsStuck() {
        blockedByDisk.set(true);
        cycles.begin();
        look(ThreadWatchdog.PATIENCE + 1);
        blockedByDisk.set(false);
        look(1);
        assertThat(alarms.active()).singleElement().extracting(Alarm::kind).isEqualTo(AlarmKind.THREAD_STUCK);
    }

    @Test
    void aThreadThatDiedIsStuckAndOneThatEndedInOrderIsNot() throws Exception {
        Thread dead = Thread.ofPlatform().start(cycles::begin);
        DutyCycles ended = watchdog.watch("ended");
        Thread inOrder = Thread.ofPlatform().start(() -> {
            ended.begin();
            ended.end();
        });
        dead.join();
        inOrder.join();
        look(1);
        assertThat(alarms.active()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(AlarmKind.THREAD_STUCK);
            assertThat(alarm.message()).contains("agent has died");
        });
    }

    @Test
    void theKernelStateOfAThreadIsRead() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread sleeping = Thread.ofPlatform().start(() -> {
            cycles.begin();
            while (!stop.get()) {
                LockSupport.park();
            }
        });
        Watchdog.await("the begin", cycles::hasBegun);
        // It sleeps interruptibly, or runs.
        assertThat(cycles.isInUninterruptibleSleep()).isFalse();
        stop.set(true);
        LockSupport.unpark(sleeping);
        sleeping.join();
        assertThat(cycles.isInUninterruptibleSleep()).isFalse();
    }

    @Test
    void aStuckThreadIsNotLive() {
        Health health = new Health();
        health.state(BrokerState.RUNNING);
        assertThat(health.isLive()).isTrue();
        health.alarms().raise(AlarmKind.THREAD_STUCK, "agent", true, "text");
        assertThat(health.isLive()).isFalse();
        assertThat(health.isReady()).isFalse();
    }
}
