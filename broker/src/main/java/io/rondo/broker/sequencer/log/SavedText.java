package io.rondo.broker.sequencer.log;

import io.rondo.client.RondoException;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small text files that are replaced as a whole. */
final class SavedText {
    private SavedText() {}

    /**
     * Replaces a file, and waits until it is on the disk. After a crash it has the old text or the new one.
     *
     * @param file in an existing directory
     * @param text in ASCII
     * @throws RondoException if it cannot be written
     */
    static void save(Path file, CharSequence text) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(unfinished, text, StandardCharsets.US_ASCII);
            sync(unfinished, StandardOpenOption.WRITE);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            sync(file.getParent(), StandardOpenOption.READ);
        } catch (IOException e) {
            throw new RondoException("cannot write " + unfinished + ": " + IoReason.of(e)
                    + ": check the permissions and the free space", e);
        }
    }

    private static void sync(Path file, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(true);
        }
    }
}
