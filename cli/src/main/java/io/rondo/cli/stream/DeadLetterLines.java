package io.rondo.cli.stream;

import io.rondo.client.Buffers;
import io.rondo.client.DeadLetter;
import io.rondo.client.MessageHandler;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes dead letters with their fields as text before the original message. Passes other messages on as they are. */
final class DeadLetterLines implements MessageHandler {
    private final MessageHandler writer;

    DeadLetterLines(MessageHandler writer) {
        this.writer = writer;
    }

    @Override
    public void onMessage(DirectBuffer buffer, int offset, int length) {
        DeadLetter letter;
        try {
            letter = DeadLetter.of(buffer, offset, length);
        } catch (IllegalArgumentException e) {
            writer.onMessage(buffer, offset, length);
            return;
        }
        byte[] fields = ("reason=" + letter.reason() + " deliveries=" + letter.deliveries() + " time=" + letter.time()
                + " queue=" + letter.workQueue() + " position=" + letter.position() + " message=")
                .getBytes(StandardCharsets.US_ASCII);
        MutableDirectBuffer line = Buffers.allocate(fields.length + letter.payloadLength());
        line.putBytes(0, fields);
        line.putBytes(fields.length, buffer, letter.payloadOffset(), letter.payloadLength());
        writer.onMessage(line, 0, line.capacity());
    }
}
