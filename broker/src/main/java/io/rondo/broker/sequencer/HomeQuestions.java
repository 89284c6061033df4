package io.rondo.broker.sequencer;

import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Requests at a copy for the last recorded sequence of a producer. They wait until the home has stated what it has recorded, and
 * that is here: with an older sequence, the producer would give used ones to new messages, which the home ignores. For one thread
 * at a time.
 */
final class HomeQuestions {
    private final DrainWaits drained;
    private final Queue<Question> waiting = new ArrayDeque<>();
    /** Begins at random: the home may still state a question of an earlier process. */
    private long asked = ThreadLocalRandom.current().nextLong(1, 1L << 62);

    /**
     * A request that the home has not answered.
     *
     * @param asked of the home
     * @param tail of the ingress at the request
     */
    private record Question(HomeQuestion asked, long tail, CompletableFuture<Long> result) {}

    HomeQuestions(ProducerTable producers) {
        drained = new DrainWaits(producers);
    }

    /** Adds a request; without a producer id it does not need the home. */
    void add(long tail, long producerId, CompletableFuture<Long> result) {
        if (producerId == 0) {
            drained.add(tail, 0, producerId, result);
            return;
        }
        waiting.add(new Question(new HomeQuestion(++asked, producerId), tail, result));
    }

    /** Returns the question that the home is to answer next. */
    HomeQuestion next() {
        while (!waiting.isEmpty() && waiting.peek().result().isDone()) {
            waiting.remove();
        }
        return waiting.isEmpty() ? HomeQuestion.NONE : waiting.peek().asked();
    }

    /** Notes the last sequence that the home had recorded after a question; returns whether a request waited for it. */
    boolean answered(long number, long sequence) {
        Question question = take(number);
        if (question != null) {
            drained.add(question.tail(), sequence, question.asked().producerId(), question.result());
        }
        return question != null;
    }

    /** The home does not answer a question: its request fails. */
    void refused(long number, String reason) {
        Question question = take(number);
        if (question != null) {
            question.result().completeExceptionally(new RondoException("refused by the home: " + reason));
        }
    }

    /** Removes the next question; returns null if that has another number. */
    private Question take(long number) {
        return number != 0 && next().number() == number ? waiting.remove() : null;
    }

    /** Answers requests, as {@link DrainWaits#complete}. */
    int complete(long freed, long sequence) {
        return drained.complete(freed, sequence);
    }

    /** Returns what the requests wait for, and the remedy. */
    String reason(String topic, long sequence) {
        if (!waiting.isEmpty()) {
            return "the home does not answer: check the bridge (rondo broker status)";
        }
        return drained.lacks(sequence)
                ? "this copy lags behind its home: try again, or use the id at the home"
                : "messages of this copy are not confirmed: check the bridge (rondo broker status), and for a subscriber"
                        + " that holds it up (rondo stat " + topic + ")";
    }

    /** The topic ends: all requests fail. */
    void fail(String topic) {
        UnavailableException reason = DrainWaits.ended(topic);
        waiting.forEach(question -> question.result().completeExceptionally(reason));
        drained.fail(topic);
    }
}
