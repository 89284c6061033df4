package io.rondo.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rondo.cli.support.RondoProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/** A broker as a process; its log is read line by line. */
final class RunningBroker {
    private final Process process;
    private final BufferedReader log;

    private RunningBroker(Process process) {
        this.process = process;
        log = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    }

    /** Reads the log of a process. */
    static RunningBroker of(Process process) {
        return new RunningBroker(process);
    }

    /** Starts a broker and waits until it is ready. */
    static RunningBroker start(RondoProcesses rondo, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("broker"));
        command.addAll(List.of(arguments));
        RunningBroker broker = new RunningBroker(rondo.start(command.toArray(String[]::new)));
        broker.expect("is ready, with");
        return broker;
    }

    Process process() {
        return process;
    }

    /** Reads up to the first line with a text, and returns what was read. */
    List<String> expect(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            String line = log.readLine();
            if (line == null) {
                throw new AssertionError("the broker ended without '" + text + "': " + lines);
            }
            lines.add(line);
        } while (!lines.getLast().contains(text));
        return lines;
    }

    /** Reads what is left, and waits for the end. */
    int exitCode() throws IOException, InterruptedException {
        while (log.readLine() != null) {
            // The rest is of no interest.
        }
        return process.waitFor();
    }
}
