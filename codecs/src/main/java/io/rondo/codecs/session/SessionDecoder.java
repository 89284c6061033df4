package io.rondo.codecs.session;

import static io.rondo.codecs.session.FrameChecks.choice;
import static io.rondo.codecs.session.FrameChecks.endsInside;
import static io.rondo.codecs.session.FrameChecks.orNull;
import static io.rondo.codecs.session.FrameChecks.requireBlock;
import static io.rondo.codecs.session.FrameChecks.requireCount;
import static io.rondo.codecs.session.FrameChecks.requireVersion;
import static io.rondo.codecs.session.FrameChecks.requireWhole;
import static io.rondo.codecs.session.FrameChecks.unknown;
import static io.rondo.codecs.session.FrameChecks.wrongLength;

import io.rondo.codecs.control.AckDecoder;
import io.rondo.codecs.control.ByeDecoder;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.DataDecoder;
import io.rondo.codecs.control.EnquiryDecoder;
import io.rondo.codecs.control.FeaturesDecoder;
import io.rondo.codecs.control.GapDecoder;
import io.rondo.codecs.control.GroupMarkDecoder;
import io.rondo.codecs.control.HelloDecoder;
import io.rondo.codecs.control.JoinDecoder;
import io.rondo.codecs.control.MessageHeaderDecoder;
import io.rondo.codecs.control.ParticipantsDecoder;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.RejectDecoder;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.SegmentDecoder;
import io.rondo.codecs.control.CancellationsDecoder;
import io.rondo.codecs.control.LookAheadDecoder;
import io.rondo.codecs.control.SettleDecoder;
import io.rondo.codecs.control.SettledDecoder;
import io.rondo.codecs.control.SlowConsumer;
import io.rondo.codecs.control.Start;
import io.rondo.codecs.control.TraitsDecoder;
import io.rondo.codecs.control.WelcomeDecoder;
import io.rondo.codecs.control.WorkCreditDecoder;
import io.rondo.codecs.control.WorkDecoder;
import io.rondo.codecs.sofh.SofhHeader;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.agrona.DirectBuffer;

/**
 * Reads the messages of a session out of the payloads of their frames, and hands them to a {@link SessionHandler}. Nothing
 * that comes is trusted: whatever breaks the protocol is a {@link SessionException}, and the handler is not called.
 *
 * <p>Data and Ack allocate nothing. For one thread at a time.
 */
public final class SessionDecoder {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int UINT16_MASK = 0xFFFF;

    private final SessionHandler handler;
    private final JoinDecoder join = new JoinDecoder();
    private final GapDecoder gap = new GapDecoder();
    private final HelloDecoder hello = new HelloDecoder();
    private final WelcomeDecoder welcome = new WelcomeDecoder();
    private final RejectDecoder reject = new RejectDecoder();
    private final ByeDecoder bye = new ByeDecoder();
    private final SegmentDecoder segment = new SegmentDecoder();
    private final ParticipantsDecoder participants = new ParticipantsDecoder();
    private final WorkFrames work;

    /**
     * Makes a decoder, to be used for any number of frames and buffers.
     *
     * @param handler receives the messages
     * @throws NullPointerException if it is null
     */
    public SessionDecoder(SessionHandler handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
        work = new WorkFrames(handler);
    }

    /**
     * Decodes the payload of one frame and calls the handler's method for it. What that throws reaches the caller.
     *
     * @param buffer holds the payload
     * @param offset index of its first byte
     * @param length its length in bytes, from 0
     * @param encodingType as the frame gave it
     * @return false if the handler did not take a Data message, and the same frame is to be offered again; otherwise true
     * @throws SessionException if the payload is no message of the session, or the handler does not expect it
     * @throws IndexOutOfBoundsException if the buffer has no such bytes
     */
    public boolean decode(DirectBuffer buffer, int offset, int length, int encodingType) {
        if (encodingType != SofhHeader.SBE_LITTLE_ENDIAN) {
            throw new SessionException("encoding type 0x" + Integer.toHexString(encodingType)
                    + " is not 0xeb50: a session is SBE 1.0, little-endian");
        }
        if (length < HEADER_LENGTH) {
            throw new SessionException(
                    "a frame of " + length + " bytes is shorter than the SBE header of " + HEADER_LENGTH);
        }
        long header = buffer.getLong(offset, ORDER);
        int schemaId = (int) (header >>> 32) & UINT16_MASK;
        if (schemaId != DataDecoder.SCHEMA_ID) {
            throw new SessionException("schema id " + schemaId + " is not " + DataDecoder.SCHEMA_ID
                    + ", the session's: the other side is no Rondo peer");
        }
        int blockLength = (int) header & UINT16_MASK;
        int templateId = (int) header >>> 16;
        int block = offset + HEADER_LENGTH;
        int left = length - HEADER_LENGTH;
        if (templateId == DataDecoder.TEMPLATE_ID) {
            return onData(buffer, block, blockLength, left);
        }
        if (templateId == AckDecoder.TEMPLATE_ID) {
            onAck(buffer, block, blockLength, left);
        } else {
            onControl(templateId, buffer, block, blockLength, left);
        }
        return true;
    }

    private boolean onData(DirectBuffer buffer, int block, int blockLength, int left) {
        requireBlock("Data", blockLength, DataVersion0.BLOCK_LENGTH, left);
        int after = left - blockLength - DataDecoder.payloadHeaderLength();
        if (after < 0) {
            throw endsInside("Data payload", left);
        }
        int payloadLength = buffer.getInt(block + blockLength, ORDER);
        if (payloadLength != after) {
            throw wrongLength("Data payload", payloadLength & 0xFFFF_FFFFL, after);
        }
        long sequence = buffer.getLong(block, ORDER);
        if (sequence < 1) {
            throw new SessionException("Data sequence " + sequence + " is below 1, the first");
        }
        int payload = block + blockLength + DataDecoder.payloadHeaderLength();
        if (blockLength < DataDecoder.BLOCK_LENGTH) {
            return handler.onData(sequence, buffer, payload, payloadLength);
        }
        long timestamp = buffer.getLong(block + DataDecoder.timestampEncodingOffset(), ORDER);
        return handler.onSequencedData(sequence, timestamp, frameLength(left), buffer, payload, payloadLength);
    }

    /** Returns the bytes of a whole frame, of which so many follow the SBE header. */
    private static int frameLength(int left) {
        return SofhHeader.LENGTH + HEADER_LENGTH + left;
    }

    private void onAck(DirectBuffer buffer, int block, int blockLength, int left) {
        requireWhole("Ack", blockLength, AckDecoder.BLOCK_LENGTH, left);
        long confirmedSequence = buffer.getLong(block + AckDecoder.confirmedSequenceEncodingOffset(), ORDER);
        long creditLimit = buffer.getLong(block + AckDecoder.creditLimitEncodingOffset(), ORDER);
        requireCount("Ack confirmedSequence", confirmedSequence);
        requireCount("Ack creditLimit", creditLimit);
        handler.onAck(confirmedSequence, creditLimit);
    }

    private void onControl(int templateId, DirectBuffer buffer, int block, int blockLength, int left) {
        switch (templateId) {
            case JoinDecoder.TEMPLATE_ID -> handler.onJoin(readJoin(buffer, block, blockLength, left));
            case HelloDecoder.TEMPLATE_ID -> handler.onHello(readHello(buffer, block, blockLength, left));
            case WelcomeDecoder.TEMPLATE_ID -> handler.onWelcome(readWelcome(buffer, block, blockLength, left));
            case RejectDecoder.TEMPLATE_ID -> handler.onReject(readReject(buffer, block, blockLength, left));
            case ByeDecoder.TEMPLATE_ID -> handler.onBye(readBye(buffer, block, blockLength, left));
            case EnquiryDecoder.TEMPLATE_ID -> {
                requireWhole("Enquiry", blockLength, EnquiryDecoder.BLOCK_LENGTH, left);
                handler.onEnquiry(buffer.getLong(block, ORDER));
            }
            case ParticipantsDecoder.TEMPLATE_ID -> onParticipants(buffer, block, blockLength, left);
            case SegmentDecoder.TEMPLATE_ID -> onSegment(buffer, block, blockLength, left);
            case GroupMarkDecoder.TEMPLATE_ID -> {
                requireWhole("GroupMark", blockLength, GroupMarkDecoder.BLOCK_LENGTH, left);
                handler.onLogFrame(frameLength(left));
            }
            case GapDecoder.TEMPLATE_ID -> {
                requireWhole("Gap", blockLength, GapDecoder.BLOCK_LENGTH, left);
                onGap(buffer, block, left);
            }
            case WorkDecoder.TEMPLATE_ID -> work.onWork(buffer, block, blockLength, left);
            case WorkCreditDecoder.TEMPLATE_ID -> work.onCredit(buffer, block, blockLength, left);
            case SettleDecoder.TEMPLATE_ID -> work.onSettle(buffer, block, blockLength, left);
            case SettledDecoder.TEMPLATE_ID -> work.onSettled(buffer, block, blockLength, left);
            case LookAheadDecoder.TEMPLATE_ID -> work.onLookAhead(blockLength, left);
            case CancellationsDecoder.TEMPLATE_ID -> work.onCancellations(buffer, block, blockLength, left);
            default -> throw new SessionException("template id " + templateId + " is no message of the session");
        }
    }

    private void onGap(DirectBuffer buffer, int block, int left) {
        gap.wrap(buffer, block, GapDecoder.BLOCK_LENGTH, GapDecoder.SCHEMA_VERSION);
        if (gap.firstSequence() < 1 || gap.lastSequence() < gap.firstSequence()) {
            throw new SessionException("Gap of " + gap.firstSequence() + " to " + gap.lastSequence() + " is no range");
        }
        handler.onGap(gap.firstSequence(), gap.lastSequence(), gap.reason(), frameLength(left));
    }

    private Join readJoin(DirectBuffer buffer, int block, int blockLength, int left) {
        requireBlock("Join", blockLength, JoinDecoder.BLOCK_LENGTH, left);
        join.wrap(buffer, block, blockLength, JoinDecoder.SCHEMA_VERSION);
        requireCount("Join producerId", join.producerId());
        Start start = join.start();
        if (start == Start.SBE_UNKNOWN) {
            throw unknown("Join start", join.startRaw());
        }
        return new Join(join.producerId(), start == Start.NULL_VAL ? null : start, join.startTimestamp(),
                readName("Join subscription", true, buffer, block + blockLength, left - blockLength));
    }

    private Hello readHello(DirectBuffer buffer, int block, int blockLength, int left) {
        int version = helloVersion(blockLength);
        boolean present = version == HelloDecoder.SCHEMA_VERSION;
        requireBlock("Hello", blockLength, present ? HelloDecoder.BLOCK_LENGTH : blockLength, left);
        hello.wrap(buffer, block, blockLength, version);
        String channel = readName("Hello channel", false, buffer, block + blockLength, left - blockLength);
        requireCount("Hello nextSequence", hello.nextSequence());
        requireCount("Hello creditLimit", hello.creditLimit());
        requireVersion("Hello protocolVersion", hello.protocolVersion());
        Role role = hello.role();
        if (role == Role.NULL_VAL || role == Role.SBE_UNKNOWN) {
            throw unknown("Hello role", hello.roleRaw());
        }
        SlowConsumer slowConsumer = hello.slowConsumer();
        if (slowConsumer == SlowConsumer.SBE_UNKNOWN) {
            throw unknown("Hello slowConsumer", hello.slowConsumerRaw());
        }
        boolean resume = hello.features().resume();
        if (role == Role.PUBLISHER && hello.publisherId() == 0) {
            throw new SessionException("Hello publisherId 0 is none: a publisher needs one");
        }
        if (resume && hello.ownerId() == 0) {
            throw new SessionException("Hello ownerId 0 is none: resuming needs the one of the last Welcome");
        }
        return new Hello(hello.publisherId(), hello.ownerId(), hello.nextSequence(), hello.creditLimit(),
                hello.protocolVersion(), role, slowConsumer == SlowConsumer.NULL_VAL ? null : slowConsumer, resume,
                readTerms(), channel);
    }

    /** Returns the version of the schema with a block of this length; the present one for an unknown length. */
    private static int helloVersion(int blockLength) {
        if (blockLength == HelloDecoder.maxDeliveriesEncodingOffset()) {
            return HelloDecoder.maxDeliveriesSinceVersion() - 1;
        }
        return blockLength == HelloDecoder.respondersEncodingOffset()
                ? HelloDecoder.respondersSinceVersion() - 1
                : HelloDecoder.SCHEMA_VERSION;
    }

    private Terms readTerms() {
        ChannelKind kind = hello.kind();
        if (kind == ChannelKind.SBE_UNKNOWN) {
            throw unknown("Hello kind", hello.kindRaw());
        }
        FeaturesDecoder features = hello.features();
        Integer capacity = orNull(hello.capacity(), HelloDecoder.capacityNullValue());
        Integer maxMessageLength = orNull(hello.maxMessageLength(), HelloDecoder.maxMessageLengthNullValue());
        if (capacity != null) {
            requireCount("Hello capacity", capacity);
        }
        if (maxMessageLength != null) {
            requireCount("Hello maxMessageLength", maxMessageLength);
        }
        Integer maxDeliveries = orNull(hello.maxDeliveries(), HelloDecoder.maxDeliveriesNullValue());
        Integer processingDeadline = orNull(hello.processingDeadline(), HelloDecoder.processingDeadlineNullValue());
        Integer responders = orNull(hello.responders(), HelloDecoder.respondersNullValue());
        if (responders != null) {
            requireCount("Hello responders", responders);
        }
        if (maxDeliveries != null) {
            requireCount("Hello maxDeliveries", maxDeliveries);
        }
        if (processingDeadline != null) {
            requireCount("Hello processingDeadline", processingDeadline);
        }
        return new Terms(kind == ChannelKind.NULL_VAL ? null : kind,
                choice("singleProducer", features.singleProducer(), "manyProducers", features.manyProducers()),
                capacity, maxMessageLength, orNull(hello.schemaId(), HelloDecoder.schemaIdNullValue()),
                orNull(hello.schemaVersion(), HelloDecoder.schemaVersionNullValue()),
                choice("ephemeral", features.ephemeral(), "persistent", features.persistent()), maxDeliveries,
                processingDeadline, responders);
    }

    private Welcome readWelcome(DirectBuffer buffer, int block, int blockLength, int left) {
        requireWhole("Welcome", blockLength, WelcomeDecoder.BLOCK_LENGTH, left);
        welcome.wrap(buffer, block, blockLength, WelcomeDecoder.SCHEMA_VERSION);
        if (welcome.ownerId() == 0) {
            throw new SessionException("Welcome ownerId 0 is none: an owner has one");
        }
        requireCount("Welcome confirmedSequence", welcome.confirmedSequence());
        requireCount("Welcome creditLimit", welcome.creditLimit());
        requireCount("Welcome maxMessageLength", welcome.maxMessageLength());
        requireCount("Welcome capacity", welcome.capacity());
        requireVersion("Welcome protocolVersion", welcome.protocolVersion());
        ChannelKind kind = welcome.kind();
        if (kind == ChannelKind.NULL_VAL || kind == ChannelKind.SBE_UNKNOWN) {
            throw unknown("Welcome kind", welcome.kindRaw());
        }
        TraitsDecoder traits = welcome.traits();
        return new Welcome(welcome.ownerId(), welcome.confirmedSequence(), welcome.creditLimit(),
                welcome.maxMessageLength(), welcome.capacity(), welcome.protocolVersion(), welcome.schemaId(),
                welcome.schemaVersion(), kind, traits.singleProducer(), traits.ephemeral(), traits.sharedMemory(),
                traits.competingConsumers());
    }

    private Reject readReject(DirectBuffer buffer, int block, int blockLength, int left) {
        int version1 = RejectDecoder.sequenceEncodingOffset();
        requireBlock("Reject", blockLength, blockLength == version1 ? version1 : RejectDecoder.BLOCK_LENGTH, left);
        reject.wrap(buffer, block, blockLength, RejectDecoder.SCHEMA_VERSION);
        RejectCode code = reject.code();
        if (code == RejectCode.NULL_VAL || code == RejectCode.SBE_UNKNOWN) {
            throw unknown("Reject code", reject.codeRaw());
        }
        long sequence = blockLength == version1 ? 0 : reject.sequence();
        requireCount("Reject sequence", sequence);
        return new Reject(code, readText("Reject text", buffer, block + blockLength, left - blockLength), sequence);
    }

    private Bye readBye(DirectBuffer buffer, int block, int blockLength, int left) {
        requireBlock("Bye", blockLength, ByeDecoder.BLOCK_LENGTH, left);
        bye.wrap(buffer, block, blockLength, ByeDecoder.SCHEMA_VERSION);
        requireCount("Bye lastSequence", bye.lastSequence());
        ByeReason reason = bye.reason();
        if (reason == ByeReason.NULL_VAL || reason == ByeReason.SBE_UNKNOWN) {
            throw unknown("Bye reason", bye.reasonRaw());
        }
        return new Bye(bye.lastSequence(), reason,
                readText("Bye text", buffer, block + blockLength, left - blockLength));
    }

    private void onParticipants(DirectBuffer buffer, int block, int blockLength, int left) {
        requireWhole("Participants", blockLength, ParticipantsDecoder.BLOCK_LENGTH, left);
        participants.wrap(buffer, block, blockLength, ParticipantsDecoder.SCHEMA_VERSION);
        requireCount("Participants producers", participants.producers());
        requireCount("Participants consumers", participants.consumers());
        handler.onParticipants(participants.token(), participants.producers(), participants.consumers());
    }

    private void onSegment(DirectBuffer buffer, int block, int blockLength, int left) {
        requireWhole("Segment", blockLength, SegmentDecoder.BLOCK_LENGTH, left);
        segment.wrap(buffer, block, blockLength, SegmentDecoder.SCHEMA_VERSION);
        handler.onSegment(new UUID(segment.idHigh(), segment.idLow()), segment.descriptors());
    }

    private static String readName(String field, boolean optional, DirectBuffer buffer, int at, int left) {
        int after = left - HelloDecoder.channelHeaderLength();
        if (after < 0) {
            throw endsInside(field, left);
        }
        int length = buffer.getByte(at) & 0xFF;
        if (length != after) {
            throw wrongLength(field, length, after);
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(at + HelloDecoder.channelHeaderLength(), bytes, 0, length);
        String name = new String(bytes, StandardCharsets.ISO_8859_1);
        String fault = optional && name.isEmpty() ? null : ChannelNames.fault(name);
        if (fault != null) {
            throw new SessionException(field + " " + fault);
        }
        return name;
    }

    private static String readText(String field, DirectBuffer buffer, int at, int left) {
        int after = left - ByeDecoder.textHeaderLength();
        if (after < 0) {
            throw endsInside(field, left);
        }
        int length = buffer.getShort(at, ORDER) & UINT16_MASK;
        if (length != after) {
            throw wrongLength(field, length, after);
        }
        if (length > SessionEncoder.MAX_TEXT_LENGTH) {
            throw new SessionException(
                    field + " of " + length + " bytes is longer than " + SessionEncoder.MAX_TEXT_LENGTH);
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(at + ByeDecoder.textHeaderLength(), bytes, 0, length);
        return Utf8.decode(bytes, field);
    }
}
