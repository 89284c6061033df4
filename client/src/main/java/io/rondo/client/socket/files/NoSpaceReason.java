package io.rondo.client.socket.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Recognises ENOSPC in the JDK's file exceptions, which carry the C library's text in the process's locale and no
 * errno. Compares with the text that writing to full(4) produces. Needs no native call, which this process may be
 * denied.
 */
final class NoSpaceReason {
    private static final Path FULL = Path.of("/dev/full");
    private static final String TEXT = text();

    private NoSpaceReason() {}

    /** Whether the file system has no block or no inode left. */
    static boolean is(FileSystemException failure) {
        return TEXT.equals(failure.getReason());
    }

    private static String text() {
        try (FileChannel full = FileChannel.open(FULL, StandardOpenOption.WRITE)) {
            full.write(ByteBuffer.allocate(1));
        } catch (FileSystemException e) {
            // No such device in this mount namespace.
        } catch (IOException e) {
            return e.getMessage();
        }
        return "No space left on device";
    }
}
