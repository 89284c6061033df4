package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Outcome;
import io.rondo.client.Requester;
import io.rondo.client.Service;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of several responders that compete, one is killed again and again at random times under load: each request ends in exactly
 * one outcome. It is handled at most once, or, in an idempotent service, it is answered while a responder lives.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class CompetingServiceKillTest extends CrashFixture {
    private static final int ROUNDS = Integer.getInteger("rondo.service.kills", 8);
    private static final int RESPONDERS = 3;
    private static final int MOST_NANOS = 50_000_000;
    /** No request times out, however loaded the machine is. */
    private static final Duration DEADLINE = Duration.ofSeconds(Watchdog.SECONDS);

    private final long seed = Long.getLong("rondo.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ArrayDeque<ChildJvm> responders = new ArrayDeque<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRequestEndsInExactlyOneOutcome(boolean idempotent) throws Exception {
        System.out.println("competing responders killed at random: rondo.seed=" + seed);
        LongBuffer handled = ServiceResponderMain.map(file("handled"));
        AtomicBoolean stopped = new AtomicBoolean();
        Service service = rondo().service(ServiceResponderMain.SERVICE).responders(RESPONDERS).deadline(DEADLINE);
        try (Requester requester = (idempotent ? service.idempotent(1000) : service).requester()) {
            ServiceWitness witness = new ServiceWitness(requester, 0, DEADLINE);
            for (int i = 1; i < RESPONDERS; i++) {
                startResponder(witness);
            }
            Task<Void> sending = Task.start(() -> {
                while (!stopped.get() && witness.canSend()) {
                    witness.step();
                }
                witness.finish();
                return null;
            });
            for (int round = 0; round < ROUNDS; round++) {
                startResponder(witness);
                long before = witness.responses();
                Watchdog.await("responses", () -> witness.responses() > before || sending.isDone());
                LockSupport.parkNanos(random.nextInt(MOST_NANOS));
                killOldest();
            }
            stopped.set(true);
            sending.join();
            check(witness, handled, idempotent);
        } catch (Throwable e) {
            stopped.set(true);
            throw new AssertionError("rondo.seed=" + seed, e);
        } finally {
            while (!responders.isEmpty()) {
                killOldest();
            }
        }
    }

    /** Half of the responders attach under load; their JVMs start without. */
    private void startResponder(ServiceWitness witness) throws Exception {
        witness.suspend();
        ChildJvm responder = SmallJvm.CLIENT.start(directory(), ServiceResponderMain.class, file("handled"));
        responders.add(responder);
        responder.expect("started");
        if (random.nextBoolean()) {
            witness.resume();
        }
        responder.expect("serving");
        witness.resume();
    }

    private void killOldest() throws Exception {
        try (ChildJvm oldest = responders.remove()) {
            oldest.kill();
            assertThat(oldest.errors()).as("%s", oldest).isEmpty();
        }
    }

    private static void check(ServiceWitness witness, LongBuffer handled, boolean idempotent) {
        Map<Outcome, Long> outcomes = witness.outcomes();
        System.out.println(witness.sent() + " requests, idempotent " + idempotent + ": " + outcomes);
        assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(witness.sent());
        if (idempotent) {
            assertThat(outcomes).containsOnlyKeys(Outcome.RESPONSE);
            return;
        }
        assertThat(outcomes.keySet()).isSubsetOf(Outcome.RESPONSE, Outcome.RESPONDER_DIED);
        for (int i = 0; i < witness.sent(); i++) {
            assertThat(handled.get(i)).as("request %d", i).isBetween(0L, 1L);
        }
    }
}
