package io.rondo.client.work;

import io.rondo.client.DeadLetter;
import io.rondo.client.DeadLetter.Reason;
import io.rondo.codecs.dead.DeadLetterDecoder;
import io.rondo.codecs.dead.DeadLetterEncoder;
import io.rondo.codecs.dead.DeadReason;
import io.rondo.codecs.dead.MessageHeaderDecoder;
import io.rondo.codecs.dead.MessageHeaderEncoder;
import java.time.Instant;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Writes and reads the header of dead letters. Stateless. */
public final class DeadLetterCodec {
    /** Bytes before the payload. */
    public static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + DeadLetterEncoder.BLOCK_LENGTH;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private DeadLetterCodec() {}

    /** Returns the number of the SBE schema. */
    public static int schemaId() {
        return DeadLetterEncoder.SCHEMA_ID;
    }

    /** Returns the version of the SBE schema. */
    public static int schemaVersion() {
        return DeadLetterEncoder.SCHEMA_VERSION;
    }

    /**
     * Writes the header of a dead letter.
     *
     * @param buffer has {@link #HEADER_LENGTH} bytes from the offset on
     */
    static void encode(MutableDirectBuffer buffer, int offset, UUID workQueue, long position, Reason reason,
            int deliveries,
            Instant time) {
        new DeadLetterEncoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
                .workQueueHigh(workQueue.getMostSignificantBits()).workQueueLow(workQueue.getLeastSignificantBits())
                .position(position).time(time.getEpochSecond() * NANOS_PER_SECOND + time.getNano())
                .deliveries(deliveries).reason(DeadReason.valueOf(reason.name()));
    }

    /** See {@link DeadLetter#of}. */
    public static DeadLetter decode(DirectBuffer buffer, int offset, int length) {
        if (length < HEADER_LENGTH) {
            throw none(length + " bytes are shorter than the header of " + HEADER_LENGTH);
        }
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        if (header.schemaId() != DeadLetterDecoder.SCHEMA_ID || header.templateId() != DeadLetterDecoder.TEMPLATE_ID) {
            throw none("it has schema " + header.schemaId() + " and template " + header.templateId());
        }
        int payload = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        if (header.blockLength() < DeadLetterDecoder.BLOCK_LENGTH || payload > length) {
            throw none("it has a block of " + header.blockLength() + " bytes");
        }
        DeadLetterDecoder decoder = new DeadLetterDecoder().wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH,
                header.blockLength(), header.version());
        Reason reason = switch (decoder.reason()) {
            case RETURNED -> Reason.RETURNED;
            case CONSUMER_GONE -> Reason.CONSUMER_GONE;
            case DEADLINE_MISSED -> Reason.DEADLINE_MISSED;
            case SBE_UNKNOWN, NULL_VAL -> throw none("it has an unknown reason");
        };
        return new DeadLetter(new UUID(decoder.workQueueHigh(), decoder.workQueueLow()), decoder.position(), reason,
                decoder.deliveries(), Instant.ofEpochSecond(0, decoder.time()), offset + payload, length - payload);
    }

    private static IllegalArgumentException none(String why) {
        return new IllegalArgumentException("the message is no dead letter: " + why
                + ": read dead letters from the channel that a work queue writes them to");
    }
}
