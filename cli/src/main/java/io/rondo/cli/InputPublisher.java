package io.rondo.cli;

import io.rondo.cli.format.ByteInput;
import io.rondo.cli.format.FormatException;
import io.rondo.cli.format.InputStoppedException;
import io.rondo.cli.format.MessageReader;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import picocli.CommandLine;

/**
 * Publishes the messages of an input. When the command is told to end, it reads no more, publishes the complete
 * messages it has read, and reports the bytes it could not publish. Confined to one thread.
 */
final class InputPublisher {
    private final CommandLine command;
    private final StopSignal stop;
    private final ByteInput input;
    private final MessageReader reader;
    private final Publication publication;
    private long published;
    /** Where the first message begins that is not published. */
    private long end;

    /** Reads nothing yet. */
    InputPublisher(CommandLine command, StopSignal stop, ByteInput input, MessageReader reader,
            Publication publication) {
        this.command = command;
        this.stop = stop;
        this.input = input;
        this.reader = reader;
        this.publication = publication;
    }

    /**
     * Publishes until the input ends or the command is told to end.
     *
     * @param pacer says when each message is due; null for at once
     * @throws FormatException if the input is not of its format
     * @throws IOException if it cannot be read
     */
    void publishAll(Pacer pacer) throws IOException {
        try {
            int length = next();
            while (length != MessageReader.END) {
                if (pacer != null) {
                    pacer.await();
                }
                if (!publication.publish(reader.buffer(), reader.offset(), length)) {
                    reportUnpublished();
                    return;
                }
                published++;
                length = next();
            }
        } catch (InputStoppedException e) {
            reportUnpublished();
        }
    }

    private int next() throws IOException {
        end = input.consumed();
        if (stop.requested()) {
            input.stop();
        }
        try {
            return reader.next();
        } catch (ClosedByInterruptException e) {
            if (!stop.requested()) {
                throw e;
            }
            // What came before the interrupt may hold complete messages.
            input.stop();
            return reader.next();
        }
    }

    private void reportUnpublished() {
        long bytes = input.consumed() + input.unused() - end;
        if (bytes > 0) {
            ErrorReporter.print(command, "stopped by a signal: published " + published + " messages, up to byte " + end
                    + " of the input; the " + bytes + " bytes after it were read and not published (" + unpublished()
                    + "): publish them again");
        }
    }

    /** Counts what is left: complete messages, and bytes of an incomplete one. */
    private String unpublished() {
        long messages = input.consumed() > end ? 1 : 0;
        input.stop();
        try {
            while (reader.next() != MessageReader.END) {
                messages++;
            }
        } catch (InputStoppedException e) {
            // All complete ones were counted.
        } catch (IOException e) {
            return messages + " complete messages, then: " + e.getMessage();
        }
        return messages + " complete messages and " + input.unused() + " bytes of an incomplete one";
    }
}
