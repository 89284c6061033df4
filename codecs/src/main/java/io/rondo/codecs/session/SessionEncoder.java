package io.rondo.codecs.session;

import io.rondo.codecs.control.AckEncoder;
import io.rondo.codecs.control.ByeEncoder;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.DataEncoder;
import io.rondo.codecs.control.EnquiryEncoder;
import io.rondo.codecs.control.HelloEncoder;
import io.rondo.codecs.control.JoinEncoder;
import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.control.ParticipantsEncoder;
import io.rondo.codecs.control.RejectEncoder;
import io.rondo.codecs.control.SegmentEncoder;
import io.rondo.codecs.control.SlowConsumer;
import io.rondo.codecs.control.Start;
import io.rondo.codecs.control.WelcomeEncoder;
import io.rondo.codecs.control.GapEncoder;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.log.LogFrames;
import io.rondo.codecs.sofh.SofhHeader;
import java.nio.ByteOrder;
import java.util.UUID;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the frames of a session, each with its {@link SofhHeader}. Nothing is allocated.
 *
 * <p>Values are written as they are given: their ranges are those of the records, and the receiver refuses others.
 *
 * <p>For one thread at a time. A buffer without the bytes needed refuses with its own exception.
 */
public final class SessionEncoder {
    /** The newest protocol version that this speaks. */
    public static final int PROTOCOL_VERSION = 6;
    /** The oldest protocol version with work queues. */
    public static final int WORK_PROTOCOL_VERSION = 4;
    /** The oldest protocol version with subscribers of work queues. */
    public static final int WORK_SUBSCRIBER_PROTOCOL_VERSION = 5;
    /** The oldest protocol version with responders of services with their requests in a work queue, and removals. */
    public static final int RESPONDER_PROTOCOL_VERSION = 6;
    /** The oldest protocol version with sequenced topics. */
    public static final int SEQUENCED_PROTOCOL_VERSION = 2;
    /** The oldest protocol version with shared memory by descriptor. */
    public static final int DESCRIPTOR_PROTOCOL_VERSION = 3;
    /** The oldest protocol version with services. */
    public static final int SERVICE_PROTOCOL_VERSION = 4;
    /** The oldest protocol version that this speaks, with plain channels alone. */
    public static final int OLDEST_PROTOCOL_VERSION = 1;
    /** Bytes of the longest text that is written or accepted. */
    public static final int MAX_TEXT_LENGTH = 1024;
    /** Bytes of the longest frame other than Data, its SOFH header included; there is room for what later versions add. */
    public static final int MAX_CONTROL_FRAME_LENGTH = 2048;
    /** Bytes of a Data frame that stand before its payload, its SOFH header included. */
    public static final int DATA_HEADER_LENGTH = SofhHeader.LENGTH + MessageHeaderEncoder.ENCODED_LENGTH
            + DataVersion0.BLOCK_LENGTH + DataEncoder.payloadHeaderLength();

    /** Offset of the SBE message header in a frame, and of the block behind it. */
    static final int BODY = SofhHeader.LENGTH;
    static final int BLOCK = BODY + MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long DATA_MESSAGE_HEADER = DataVersion0.BLOCK_LENGTH | (long) DataEncoder.TEMPLATE_ID << 16
            | (long) DataEncoder.SCHEMA_ID << 32 | (long) DataVersion0.VERSION << 48;

    /** Offset of the checksum in a Data frame of a sequenced topic, 4 bytes, little-endian. */
    public static final int CHECKSUM = BLOCK + DataEncoder.crc32cEncodingOffset();
    private static final long SEQUENCED_DATA_HEADER = LogFrames.sbeHeader(DataEncoder.BLOCK_LENGTH,
            DataEncoder.TEMPLATE_ID);

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JoinEncoder join = new JoinEncoder();
    private final GapEncoder gap = new GapEncoder();
    private final HelloEncoder hello = new HelloEncoder();
    private final WelcomeEncoder welcome = new WelcomeEncoder();
    private final RejectEncoder reject = new RejectEncoder();
    private final AckEncoder ack = new AckEncoder();
    private final ByeEncoder bye = new ByeEncoder();
    private final EnquiryEncoder enquiry = new EnquiryEncoder();
    private final ParticipantsEncoder participants = new ParticipantsEncoder();
    private final SegmentEncoder segment = new SegmentEncoder();
    private final WorkFrameEncoder work = new WorkFrameEncoder();
    private final byte[] text = new byte[MAX_TEXT_LENGTH];

    /** Makes an encoder, to be used for any number of frames and buffers. */
    public SessionEncoder() {
        // Nothing to set up.
    }

    /**
     * The encoder of the frames between the owner of a work queue and its subscribers.
     *
     * @return always the same
     */
    public WorkFrameEncoder work() {
        return work;
    }

    /**
     * Length of a Data frame.
     *
     * @param payloadLength bytes of the message, 0 to {@link SofhHeader#MAX_PAYLOAD_LENGTH} less the header
     * @return bytes of the whole frame, as credits count them
     */
    public static int dataFrameLength(int payloadLength) {
        return DATA_HEADER_LENGTH + payloadLength;
    }

    /**
     * Writes a Join frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param message what to say
     * @return bytes written
     */
    public int join(MutableDirectBuffer buffer, int offset, Join message) {
        join.wrapAndApplyHeader(buffer, offset + BODY, header).producerId(message.producerId())
                .startTimestamp(message.startTimestamp())
                .start(message.start() == null ? Start.NULL_VAL : message.start()).subscription(message.subscription());
        return frame(buffer, offset, join.encodedLength());
    }

    /**
     * Writes a Hello frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param message what to say
     * @return bytes written
     * @throws IllegalArgumentException if the channel's name is none; nothing is written
     */
    public int hello(MutableDirectBuffer buffer, int offset, Hello message) {
        String fault = ChannelNames.fault(message.channel());
        if (fault != null) {
            throw new IllegalArgumentException("channel \"" + message.channel() + "\" " + fault);
        }
        Terms terms = message.terms();
        hello.wrapAndApplyHeader(buffer, offset + BODY, header).publisherId(message.publisherId())
                .ownerId(message.ownerId()).nextSequence(message.nextSequence()).creditLimit(message.creditLimit())
                .maxMessageLength(orNull(terms.maxMessageLength(), HelloEncoder.maxMessageLengthNullValue()))
                .capacity(orNull(terms.capacity(), HelloEncoder.capacityNullValue()))
                .protocolVersion(message.protocolVersion())
                .schemaId(orNull(terms.schemaId(), HelloEncoder.schemaIdNullValue()))
                .schemaVersion(orNull(terms.schemaVersion(), HelloEncoder.schemaVersionNullValue()))
                .kind(terms.kind() == null ? ChannelKind.NULL_VAL : terms.kind()).role(message.role())
                .slowConsumer(message.slowConsumer() == null ? SlowConsumer.NULL_VAL : message.slowConsumer())
                .maxDeliveries(orNull(terms.maxDeliveries(), HelloEncoder.maxDeliveriesNullValue()))
                .processingDeadline(orNull(terms.processingDeadline(), HelloEncoder.processingDeadlineNullValue()))
                .responders(orNull(terms.responders(), HelloEncoder.respondersNullValue()));
        hello.features().clear().resume(message.resume()).singleProducer(Boolean.TRUE.equals(terms.singleProducer()))
                .manyProducers(Boolean.FALSE.equals(terms.singleProducer()))
                .ephemeral(Boolean.TRUE.equals(terms.ephemeral()))
                .persistent(Boolean.FALSE.equals(terms.ephemeral()));
        hello.channel(message.channel());
        return frame(buffer, offset, hello.encodedLength());
    }

    /**
     * Writes a Welcome frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param message what to say
     * @return bytes written
     */
    public int welcome(MutableDirectBuffer buffer, int offset, Welcome message) {
        welcome.wrapAndApplyHeader(buffer, offset + BODY, header).ownerId(message.ownerId())
                .confirmedSequence(message.confirmedSequence()).creditLimit(message.creditLimit())
                .maxMessageLength(message.maxMessageLength()).capacity(message.capacity())
                .protocolVersion(message.protocolVersion()).schemaId(message.schemaId())
                .schemaVersion(message.schemaVersion()).kind(message.kind());
        welcome.traits().clear().singleProducer(message.singleProducer()).ephemeral(message.ephemeral())
                .sharedMemory(message.sharedMemory()).competingConsumers(message.competingConsumers());
        return frame(buffer, offset, welcome.encodedLength());
    }

    /**
     * Writes a Reject frame. A text beyond {@link #MAX_TEXT_LENGTH} is cut between two characters.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param message what to say
     * @return bytes written
     */
    public int reject(MutableDirectBuffer buffer, int offset, Reject message) {
        reject.wrapAndApplyHeader(buffer, offset + BODY, header).code(message.code()).sequence(message.sequence());
        reject.putText(text, 0, Utf8.encode(message.text(), text));
        return frame(buffer, offset, reject.encodedLength());
    }

    /**
     * Writes a Bye frame. A text beyond {@link #MAX_TEXT_LENGTH} is cut between two characters.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param message what to say
     * @return bytes written
     */
    public int bye(MutableDirectBuffer buffer, int offset, Bye message) {
        bye.wrapAndApplyHeader(buffer, offset + BODY, header).lastSequence(message.lastSequence())
                .reason(message.reason());
        bye.putText(text, 0, Utf8.encode(message.text(), text));
        return frame(buffer, offset, bye.encodedLength());
    }

    /**
     * Writes an Ack frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param confirmedSequence all up to here is confirmed; from 0
     * @param creditLimit bytes of Data frames that may have been sent in all since Welcome; from 0
     * @return bytes written
     */
    public int ack(MutableDirectBuffer buffer, int offset, long confirmedSequence, long creditLimit) {
        ack.wrapAndApplyHeader(buffer, offset + BODY, header).confirmedSequence(confirmedSequence)
                .creditLimit(creditLimit);
        return frame(buffer, offset, ack.encodedLength());
    }

    /**
     * Writes an Enquiry frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param token for the answer; any value
     * @return bytes written
     */
    public int enquiry(MutableDirectBuffer buffer, int offset, long token) {
        enquiry.wrapAndApplyHeader(buffer, offset + BODY, header).token(token);
        return frame(buffer, offset, enquiry.encodedLength());
    }

    /**
     * Writes a Participants frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param token of the enquiry
     * @param producers that live, from 0
     * @param consumers that live, from 0
     * @return bytes written
     */
    public int participants(MutableDirectBuffer buffer, int offset, long token, int producers, int consumers) {
        participants.wrapAndApplyHeader(buffer, offset + BODY, header).token(token).producers(producers)
                .consumers(consumers);
        return frame(buffer, offset, participants.encodedLength());
    }

    /**
     * Writes a Segment frame.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param id of the segment
     * @param descriptors that are sent with the frame, from 0 to 254
     * @return bytes written
     */
    public int segment(MutableDirectBuffer buffer, int offset, UUID id, int descriptors) {
        segment.wrapAndApplyHeader(buffer, offset + BODY, header).idHigh(id.getMostSignificantBits())
                .idLow(id.getLeastSignificantBits()).descriptors((short) descriptors);
        return frame(buffer, offset, segment.encodedLength());
    }

    /**
     * Writes what stands before the payload in a Data frame; the payload belongs right behind it.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param sequence of the message, from 1
     * @param payloadLength bytes of the message, from 0; {@link #dataFrameLength} of it is an int
     * @return bytes written, {@link #DATA_HEADER_LENGTH}
     */
    public int dataHeader(MutableDirectBuffer buffer, int offset, long sequence, int payloadLength) {
        SofhHeader.encode(buffer, offset, dataFrameLength(payloadLength) - SofhHeader.LENGTH,
                SofhHeader.SBE_LITTLE_ENDIAN);
        buffer.putLong(offset + BODY, DATA_MESSAGE_HEADER, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + BLOCK, sequence, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + BLOCK + DataVersion0.BLOCK_LENGTH, payloadLength, ByteOrder.LITTLE_ENDIAN);
        return DATA_HEADER_LENGTH;
    }

    /**
     * Writes what stands before the payload in a Data frame of a sequenced topic, without publisher and ingress. The payload
     * belongs right behind it, and the checksum of both at {@link #CHECKSUM}.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param sequence of the message, from 1
     * @param timestamp nanoseconds since the epoch
     * @param payloadLength bytes of the message, from 0
     * @return bytes written, {@link LogFrames#DATA_HEADER_LENGTH}
     */
    public int sequencedDataHeader(MutableDirectBuffer buffer, int offset, long sequence, long timestamp,
            int payloadLength) {
        SofhHeader.encode(buffer, offset, LogFrames.DATA_HEADER_LENGTH - SofhHeader.LENGTH + payloadLength,
                SofhHeader.SBE_LITTLE_ENDIAN);
        buffer.putLong(offset + BODY, SEQUENCED_DATA_HEADER, ByteOrder.LITTLE_ENDIAN);
        buffer.setMemory(offset + BLOCK, DataEncoder.BLOCK_LENGTH, (byte) 0);
        buffer.putLong(offset + BLOCK, sequence, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + BLOCK + DataEncoder.timestampEncodingOffset(), timestamp, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + BLOCK + DataEncoder.BLOCK_LENGTH, payloadLength, ByteOrder.LITTLE_ENDIAN);
        return LogFrames.DATA_HEADER_LENGTH;
    }

    /**
     * Writes a Gap of messages that retention removed before a subscriber read them, without timestamp and checksum.
     *
     * @param buffer to write to
     * @param offset index of the frame's first byte
     * @param firstSequence the first message that is missing
     * @param lastSequence the last one
     * @return bytes written, {@link LogFrames#GAP_LENGTH}
     */
    public int removedGap(MutableDirectBuffer buffer, int offset, long firstSequence, long lastSequence) {
        gap.wrapAndApplyHeader(buffer, offset + BODY, header).firstSequence(firstSequence).lastSequence(lastSequence)
                .timestamp(0).crc32c(0).reason(GapReason.REMOVED);
        return frame(buffer, offset, GapEncoder.BLOCK_LENGTH);
    }

    /** Writes the SOFH header and returns the bytes of the whole frame. */
    static int frame(MutableDirectBuffer buffer, int offset, int encodedLength) {
        int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        SofhHeader.encode(buffer, offset, length, SofhHeader.SBE_LITTLE_ENDIAN);
        return SofhHeader.LENGTH + length;
    }

    private static int orNull(Integer value, int nullValue) {
        return value == null ? nullValue : value;
    }
}
