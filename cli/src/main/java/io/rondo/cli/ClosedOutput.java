package io.rondo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a reader that went away, which is no error, from an output that failed. */
final class ClosedOutput {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private ClosedOutput() {}

    /** Whether this failure of standard output means that nobody reads it any more. */
    private static boolean explains(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        // The text is the C library's, in the language of the locale; a pipe fails for no other reason than its reader.
        return message.contains("Broken pipe") || message.contains("Bad file descriptor") || isPipeOrSocket();
    }

    /**
     * What a command ends with whose standard output failed.
     *
     * @param failure of standard output
     * @return done, if nobody reads it any more
     * @throws IOException in every other case
     */
    static int exitCode(IOException failure) throws IOException {
        if (explains(failure)) {
            return ExitCode.OK;
        }
        throw new IOException("standard output cannot be written (" + failure.getMessage()
                + "): make room or redirect it elsewhere", failure);
    }

    private static boolean isPipeOrSocket() {
        try {
            String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
