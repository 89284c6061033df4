package io.rondo.perf.harness;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Waits for several processes at once, so that the first failure is reported and not its consequences. */
final class Answers {
    private Answers() {}

    /** The answer of one process, or the reason why there is none. */
    private record Answer<K>(K key, String text, HarnessException failure) {}

    /**
     * Waits until each process has answered.
     *
     * @return the rest of each answer after {@code word}
     * @throws HarnessException of the first process that fails; all others are killed
     */
    static <K> Map<K, String> of(Map<K, Child> children, String word, Duration timeout) {
        BlockingQueue<Answer<K>> answers = new ArrayBlockingQueue<>(children.size());
        children.forEach((key, child) -> Thread.ofVirtual().start(() -> {
            try {
                answers.add(new Answer<>(key, child.await(word, timeout), null));
            } catch (HarnessException e) {
                answers.add(new Answer<>(key, null, e));
            }
        }));
        Map<K, String> texts = new HashMap<>();
        try {
            while (texts.size() < children.size()) {
                Answer<K> answer = answers.take();
                if (answer.failure != null) {
                    children.values().forEach(Child::kill);
                    throw answer.failure;
                }
                texts.put(answer.key, answer.text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted", e);
        }
        return texts;
    }
}
