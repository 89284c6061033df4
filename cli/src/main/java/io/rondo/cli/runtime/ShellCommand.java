package io.rondo.cli.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;

/** Runs a command by the shell, with a message as its standard input. */
public final class ShellCommand {
    private ShellCommand() {}

    /**
     * Starts a command.
     *
     * @param command for {@code /bin/sh -c}
     * @param input its standard input; the command need not read it
     * @param output where its standard output goes, not to a pipe
     * @param error where its standard error goes, not to a pipe
     * @return the shell; to be passed to {@link #end}
     * @throws IOException if the shell cannot be started
     */
    public static Process start(String command, byte[] input, Redirect output, Redirect error) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", command).redirectOutput(output).redirectError(error)
                .start();
        // The command may write before it has read everything.
        Thread.ofVirtual().start(() -> write(process.getOutputStream(), input));
        return process;
    }

    /** Kills the shell and what it has started, as far as that runs. */
    public static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void write(OutputStream to, byte[] bytes) {
        try (to) {
            to.write(bytes);
        } catch (IOException e) {
            // The command does not read its input.
        }
    }
}
