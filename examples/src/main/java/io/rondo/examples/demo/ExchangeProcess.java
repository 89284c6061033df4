package io.rondo.examples.demo;

import io.rondo.client.RondoException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The exchange in a JVM of its own, started with the options of this JVM. */
final class ExchangeProcess implements AutoCloseable {
    /** Options that only one process at a time can use. */
    private static final List<String> OWN = List.of("-Xrun", "-XX:AOTCacheOutput", "-XX:AOTMode",
            "-XX:AOTConfiguration", "-XX:ArchiveClassesAtExit");
    private static final int SHOWN_ERROR_LINES = 10;

    private final Path directory;
    private final Path errors;
    private Process process;

    ExchangeProcess(Path directory) {
        this.directory = directory;
        errors = directory.resolve("exchange.err");
    }

    void start() throws IOException {
        process = new ProcessBuilder(command()).redirectError(errors.toFile()).start();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(ExchangeProcess::isShared)
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Exchange.class.getName(),
                directory.toString()));
        return command;
    }

    private static boolean isShared(String option) {
        return (option.startsWith("-X") || option.startsWith("--") || option.startsWith("-Dslf4j."))
                && OWN.stream().noneMatch(option::startsWith);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Releases the process, which ends when it has answered everything, and waits for its end.
     *
     * @return its account
     * @throws RondoException if it failed; the message gives the reason
     */
    Account await() throws IOException, InterruptedException {
        release();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        Account account = Account.ofLine(output);
        if (code != 0 || account == null) {
            throw new RondoException("the exchange, pid " + pid() + ", died early with exit code " + code + ": "
                    + errorText());
        }
        return account;
    }

    private void release() {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        } catch (IOException e) {
            // The process is dead: its exit code says so.
        }
    }

    private String errorText() throws IOException {
        try (Stream<String> lines = Files.lines(errors, StandardCharsets.ISO_8859_1)) {
            String text = String.join("\n", lines.limit(SHOWN_ERROR_LINES).toList());
            return text.isEmpty() ? "it printed no error: check whether it was killed" : text;
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            // Its files are removed next.
            process.onExit().join();
        }
    }
}
