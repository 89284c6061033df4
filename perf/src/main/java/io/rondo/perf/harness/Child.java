package io.rondo.perf.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process with a protocol of lines: commands on its standard input, answers on its standard output. Standard
 * error is inherited. A process that does not answer in time is killed.
 */
final class Child implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final String ERROR = "error ";
    /** Marks the end of the output; not an answer of a process. */
    private static final String ENDED = "";

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private String name;

    Child(String name, List<String> command) {
        this.name = name;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new HarnessException(name + ": cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
        input = process.outputWriter(StandardCharsets.US_ASCII);
        Thread.ofPlatform().name(name).daemon().start(this::readAnswers);
    }

    private void readAnswers() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().filter(line -> !line.isEmpty()).forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            answers.add(ERROR + e);
        }
        answers.add(ENDED);
    }

    /** Gives the process another name in messages. */
    void rename(String next) {
        name = next;
    }

    void tell(String command) {
        try {
            input.write(command + "\n");
            input.flush();
        } catch (IOException e) {
            // The process has ended: await() reports that, or the answer before its end that gives the reason.
        }
    }

    /**
     * Waits for an answer that starts with {@code word}.
     *
     * @return the rest of the answer
     * @throws HarnessException if the process gives another answer, ends, or was killed after the timeout
     */
    String await(String word, Duration timeout) {
        String answer;
        try {
            answer = answers.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException(name + ": interrupted", e);
        }
        if (answer == null) {
            process.destroyForcibly();
            throw new HarnessException(name + ": no answer within " + timeout.toSeconds() + " s, killed");
        }
        if (answer.equals(ENDED)) {
            answers.add(ENDED); // for the next call
            throw new HarnessException(name + ": the process ended" + exitCode());
        }
        if (!answer.startsWith(word)) {
            throw new HarnessException(
                    name + ": " + (answer.startsWith(ERROR) ? answer.substring(ERROR.length()) : answer));
        }
        return answer.substring(word.length());
    }

    private String exitCode() {
        try {
            return process.waitFor(FAREWELL) ? ", exit code " + process.exitValue() : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Closes the input, which asks the process to end, and waits; kills the process after a timeout. */
    void finish() {
        try {
            input.close();
            process.waitFor(FAREWELL);
        } catch (IOException e) {
            // The process has already ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Kills the process without waiting for its end. */
    void kill() {
        process.destroyForcibly();
    }

    /** Kills the process. */
    @Override
    public void close() {
        kill();
        try {
            process.waitFor(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
