package io.rondo.cli.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a JVM of its own. */
public final class RealProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    public RealProcess(Path directory, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Installation.command());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("RONDO_DIR", directory.toString());
        process = builder.start();
        out = process.inputReader();
    }

    public long pid() {
        return process.pid();
    }

    public String readLine() throws IOException {
        return out.readLine();
    }

    public void terminate() {
        process.destroy();
    }

    public void kill() {
        process.destroyForcibly();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("process " + pid() + " does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
