package io.rondo.cli.stream;

import io.rondo.cli.format.ByteInput;
import io.rondo.cli.format.FormatException;
import io.rondo.cli.format.InputStoppedException;
import io.rondo.cli.format.MessageReader;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.Quantity;
import io.rondo.cli.runtime.StopSignal;
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
    /** Whether the input is one message of the command line. */
    private final boolean single;
    private long published;
    /** Offset in the input of the first message that is not published. */
    private long end;

    /** Reads nothing yet. */
    InputPublisher(CommandLine command, StopSignal stop, ByteInput input, MessageReader reader,
            Publication publication, boolean single) {
        this.single = single;
        this.command = command;
        this.stop = stop;
        this.input = input;
        this.reader = reader;
        this.publication = publication;
    }

    /**
     * Publishes until the input ends or the command is told to end.
     *
     * @param pacer delays each message until it is due; null for no delay
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
            if (single) {
                reportUnpublished();
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
            // The bytes read before the interrupt may hold complete messages.
            input.stop();
            return reader.next();
        }
    }

    private void reportUnpublished() {
        if (single ? published == 0 : unpublishedBytes() > 0) {
            ErrorReporter.print(command, "stopped by a signal: "
                    + (single ? "the message was not published" : progress() + ": publish them again"));
        }
    }

    private long unpublishedBytes() {
        return input.consumed() + input.unused() - end;
    }

    /** The input that was published, and the input that was read and was not. */
    private String progress() {
        return "published " + Quantity.of(published, "message") + ", up to byte " + end + " of the input; "
                + Quantity.of(unpublishedBytes(), "further byte") + " read and not published (" + unpublished() + ")";
    }

    /**
     * Describes the end of publishing after another process removed the channel.
     *
     * @param channel the removed channel
     * @param unread messages in it that no consumer had read
     * @return what was delivered and what was not, with the remedy
     */
    String describeRemoval(String channel, long unread) {
        if (single) {
            return "channel " + channel + " was removed by another process: the message was "
                    + (published > 0 ? "published" : "not published") + AttachNotice.lost(unread)
                    + ": run pub again";
        }
        long bytes = unpublishedBytes();
        String delivered = bytes > 0
                ? progress()
                : "published " + Quantity.of(published, "message") + ", all of the " + end
                        + " bytes of input that were read";
        return "channel " + channel + " was removed by another process: " + delivered
                + AttachNotice.lost(unread) + ": run pub again with the input from byte " + end + " on";
    }

    /** Counts the rest of the input that was read: complete messages, and bytes of an incomplete one. */
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
            return Quantity.of(messages, "complete message") + ", then: " + e.getMessage();
        }
        return Quantity.of(messages, "complete message") + " and " + Quantity.of(input.unused(), "byte")
                + " of an incomplete one";
    }
}
