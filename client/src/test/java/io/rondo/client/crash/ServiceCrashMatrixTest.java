package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Outcome;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.support.Watchdog;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A responder dies at each step at which it takes and answers a request, and another one follows. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class ServiceCrashMatrixTest extends CrashFixture {
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);
    /** The responder answers those at once that are no multiples of 3. */
    private static final List<Long> NUMBERS = List.of(1L, 2L, 4L);
    private static final long SECOND = 2;

    static List<CrashStep> steps() throws ClassNotFoundException {
        return CrashSteps.ofResponders();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aTakenRequestFailsAndAWaitingOneIsAnsweredByTheSuccessor(CrashStep step) throws Exception {
        LongBuffer handled = ServiceResponderMain.map(file("handled"));
        try (Requester requester = rondo().service(ServiceResponderMain.SERVICE).deadline(LONG).requester()) {
            Map<Long, Long> numbers = new HashMap<>();
            for (long number : NUMBERS) {
                numbers.put(requester.send(ServiceWitness.request(0, number), 0, ServiceWitness.LENGTH), number);
            }
            die(step);
            Map<Long, Outcome> outcomes = new HashMap<>();
            try (Responder successor = rondo().service(ServiceResponderMain.SERVICE).responder()) {
                while (outcomes.size() < NUMBERS.size()) {
                    successor.poll(request -> {
                        int number = (int) request.buffer().getLong(request.offset() + Long.BYTES);
                        handled.put(number, handled.get(number) + 1);
                        request.reply(request.buffer(), request.offset(), request.length());
                    }, NUMBERS.size());
                    requester.receive(response -> assertThat(
                            outcomes.put(numbers.get(response.correlation()), response.outcome())).isNull(), 1,
                            Duration.ofMillis(10));
                }
            }
            for (long number : NUMBERS) {
                boolean fails = number == SECOND && step.outcome() == CrashStep.Outcome.NOT_DONE;
                assertThat(outcomes.get(number)).as("request %d", number)
                        .isEqualTo(fails ? Outcome.RESPONDER_DIED : Outcome.RESPONSE);
                assertThat(handled.get((int) number)).as("request %d", number).isEqualTo(fails ? 0 : 1);
            }
            assertThat(requester.late()).isZero();
        }
    }

    private void die(CrashStep step) throws Exception {
        try (HaltedJvm child = HaltedJvm.start(directory(), ServiceResponderMain.class, file("handled"))) {
            child.runTo(step.line(), step.times());
            if (step.moment() == Moment.AFTER) {
                child.runOver(step.line());
            }
            child.kill();
            assertThat(child.child().errors()).isEmpty();
        }
    }
}
