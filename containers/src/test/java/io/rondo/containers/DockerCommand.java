package io.rondo.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program of the host, run to its end. */
final class DockerCommand {
    /**
     * The result.
     *
     * @param code exit code
     * @param output standard output and error
     */
    record Result(int code, String output) {}

    private DockerCommand() {}

    static Result run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(ProjectFiles.ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    /** Runs {@code docker} and returns what it printed. */
    static String docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
        Result result = run(Map.of(), command);
        if (result.code() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + result.code() + ": " + result.output());
        }
        return result.output();
    }
}
