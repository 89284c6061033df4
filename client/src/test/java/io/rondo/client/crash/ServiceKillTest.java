package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Outcome;
import io.rondo.client.Requester;
import io.rondo.client.RondoConfig;
import io.rondo.client.connect.InternalFiles;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Responders and requesters are killed at random times while a requester of this process sends requests: each of its
 * requests is handled at most once and ends in exactly one outcome.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class ServiceKillTest extends CrashFixture {
    private static final int ROUNDS = Integer.getInteger("rondo.service.kills", 8);
    private static final int MOST_NANOS = 50_000_000;

    private final long seed = Long.getLong("rondo.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void everyRequestEndsInExactlyOneOutcome() throws Exception {
        System.out.println("service killed at random: rondo.seed=" + seed);
        LongBuffer handled = ServiceResponderMain.map(file("handled"));
        AtomicBoolean stopped = new AtomicBoolean();
        try (Requester requester = rondo().service(ServiceResponderMain.SERVICE).requester()) {
            ServiceWitness witness = new ServiceWitness(requester, 0);
            Task<Void> sending = Task.start(() -> {
                while (!stopped.get()) {
                    witness.step();
                }
                witness.finish();
                return null;
            });
            for (int round = 0; round < ROUNDS; round++) {
                killOne(witness, sending, round + 1);
            }
            try (ChildJvm last = startResponder()) {
                last.expect("started");
                last.expect("serving");
                stopped.set(true);
                sending.join();
                last.kill();
            }
            check(witness, handled);
        } catch (Throwable e) {
            stopped.set(true);
            throw new AssertionError("rondo.seed=" + seed, e);
        }
        assertNothingIsLeft();
    }

    /** Cleaning removes the response queues of requesters that were killed together with their responder. */
    private void assertNothingIsLeft() throws IOException {
        rondo().close();
        store().removeAbandoned();
        // Also requests that expired before a responder returned: they stay in the queue.
        store().clean(false, true);
        InternalFiles files = InternalFiles.of(RondoConfig.builder().directory(directory()).build());
        files.channels().forEach(channel -> files.removeStale(channel, false));
        try (Stream<Path> left = Files.list(directory())) {
            assertThat(left).isEmpty();
        }
    }

    private ChildJvm startResponder() throws Exception {
        return SmallJvm.CLIENT.start(directory(), ServiceResponderMain.class, file("handled"));
    }

    /** Kills a responder and a requester, in any order. */
    private void killOne(ServiceWitness witness, Task<Void> sending, int number) throws Exception {
        try (ChildJvm responder = startResponder();
                ChildJvm requester = SmallJvm.CLIENT.start(directory(), ServiceRequesterMain.class, number)) {
            assertThat(requester.answer()).isEqualTo("requesting");
            long before = witness.responses();
            Watchdog.await("responses of " + responder,
                    () -> witness.responses() > before || sending.isDone());
            boolean responderFirst = random.nextBoolean();
            LockSupport.parkNanos(random.nextInt(MOST_NANOS));
            (responderFirst ? responder : requester).kill();
            LockSupport.parkNanos(random.nextInt(MOST_NANOS));
            (responderFirst ? requester : responder).kill();
            assertThat(responder.errors()).as("%s", responder).isEmpty();
            assertThat(requester.errors()).as("%s", requester).isEmpty();
        }
    }

    private static void check(ServiceWitness witness, LongBuffer handled) {
        Map<Outcome, Long> outcomes = witness.outcomes();
        System.out.println(witness.sent() + " requests: " + outcomes);
        assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(witness.sent());
        long handledOnce = 0;
        for (int i = 0; i < witness.sent(); i++) {
            assertThat(handled.get(i)).as("request %d", i).isBetween(0L, 1L);
            handledOnce += handled.get(i);
        }
        assertThat(outcomes.get(Outcome.RESPONSE)).isPositive().isLessThanOrEqualTo(handledOnce);
    }
}
