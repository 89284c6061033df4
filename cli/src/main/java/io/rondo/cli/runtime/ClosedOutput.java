package io.rondo.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Distinguishes a reader that closed standard output, which is no error, from a failed write. */
public final class ClosedOutput {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private ClosedOutput() {}

    /** Whether this failure of standard output means that its reader closed it. */
    private static boolean explains(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        // The text is the C library's, in the language of the locale. A pipe fails only when its reader closed it.
        return message.contains("Broken pipe") || message.contains("Bad file descriptor") || isPipeOrSocket();
    }

    /**
     * The exit code after a failed write to standard output.
     *
     * @param failure of standard output
     * @return {@link ExitCode#OK} if the reader closed it
     * @throws IOException in every other case
     */
    public static int exitCode(IOException failure) throws IOException {
        if (explains(failure)) {
            return ExitCode.OK;
        }
        throw new IOException("standard output cannot be written (" + failure.getMessage()
                + "): make room or redirect it elsewhere", failure);
    }

    static boolean isPipeOrSocket() {
        try {
            String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
