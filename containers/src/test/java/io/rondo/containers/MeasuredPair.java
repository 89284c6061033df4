package io.rondo.containers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Two processes of {@link PairMain}, on the host or in a container each. */
final class MeasuredPair implements AutoCloseable {
    private static final long WATCHDOG_SECONDS = 60;

    private final Side left;
    private final Side right;

    private MeasuredPair(Side left, Side right) {
        this.left = left;
        this.right = right;
    }

    /** Two JVMs that share a directory of channels. */
    static MeasuredPair onHost(Path directory) throws IOException {
        Map<String, String> environment = Map.of("RONDO_DIR", directory.toString());
        List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"));
        return start(java, environment);
    }

    /** Two containers that share only a directory of sockets. */
    static MeasuredPair inContainers(String volume) throws IOException {
        List<String> docker = List.of("docker", "run", "-i", "--rm", "--label",
                RondoImage.LABEL + "=" + RondoImage.LABEL_VALUE, "-v",
                volume + ":/run/rondo", "-e", "RONDO_SOCKET_DIR=/run/rondo", "-v",
                ProjectFiles.ROOT.resolve("containers/target/test-classes") + ":/test-classes:ro", "--no-healthcheck",
                "--entrypoint", "/opt/rondo/java/bin/java", RondoImage.name(), "--enable-native-access=ALL-UNNAMED",
                "-cp", "/opt/rondo/lib/*:/test-classes");
        return start(docker, Map.of());
    }

    private static MeasuredPair start(List<String> command, Map<String, String> environment) throws IOException {
        Side left = new Side(command, environment, "to-left", "to-right");
        try {
            return new MeasuredPair(left, new Side(command, environment, "to-right", "to-left"));
        } catch (IOException e) {
            left.close();
            throw e;
        }
    }

    /** Waits until both are ready, and returns the transport of both. */
    String transport() throws IOException {
        String one = left.answer();
        String other = right.answer();
        if (!one.equals(other)) {
            throw new IllegalStateException("two transports: " + one + ", " + other);
        }
        return one;
    }

    /** Returns the median of a round trip in nanoseconds. */
    long roundTrip(long millis) throws IOException {
        right.send("echo");
        left.send("trips " + millis);
        long median = Long.parseLong(left.answer());
        right.answer();
        return median;
    }

    /** Returns the messages per second, one way. */
    long oneWay(long millis) throws IOException {
        right.send("drain");
        left.send("flood " + millis);
        left.answer();
        return Long.parseLong(right.answer());
    }

    /** Ends both: they read the end of their input. */
    @Override
    public void close() throws IOException {
        left.close();
        right.close();
    }

    /** One of the two processes. */
    private static final class Side {
        private final Process process;
        private final Writer commands;
        private final BufferedReader answers;

        Side(List<String> command, Map<String, String> environment, String reads, String writes) throws IOException {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of(PairMain.class.getName(), reads, writes));
            ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().keySet().removeIf(name -> name.startsWith("RONDO"));
            builder.environment().putAll(environment);
            process = builder.start();
            commands = process.outputWriter(StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void send(String command) throws IOException {
            commands.write(command + "\n");
            commands.flush();
        }

        String answer() throws IOException {
            String line = answers.readLine();
            while (line != null && !line.startsWith(PairMain.ANSWER)) {
                line = answers.readLine();
            }
            if (line == null) {
                throw new IOException("a measured process has ended");
            }
            return line.substring(PairMain.ANSWER.length());
        }

        void close() throws IOException {
            commands.close();
            try {
                if (!process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }
}
