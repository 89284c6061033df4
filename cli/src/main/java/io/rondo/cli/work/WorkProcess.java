package io.rondo.cli.work;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;

/** One run of the command of {@code work}: the message is its standard input. */
final class WorkProcess {
    private WorkProcess() {}

    /**
     * Runs a command by the shell. Its output is that of this process.
     *
     * @return its exit code
     * @throws IOException if the shell cannot be started
     * @throws InterruptedException if the thread is interrupted; the command is ended
     */
    static int run(String command, byte[] message) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", command).redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT).start();
        try {
            // A command need not read its input, and this thread waits for its end.
            Thread.ofVirtual().start(() -> write(process.getOutputStream(), message));
            return process.waitFor();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void write(OutputStream to, byte[] message) {
        try (to) {
            to.write(message);
        } catch (IOException e) {
            // The command does not read its input.
        }
    }
}
