package io.rondo.codecs.session;

import static io.rondo.codecs.session.FrameChecks.endsInside;
import static io.rondo.codecs.session.FrameChecks.requireBlock;
import static io.rondo.codecs.session.FrameChecks.requireCount;
import static io.rondo.codecs.session.FrameChecks.requireWhole;
import static io.rondo.codecs.session.FrameChecks.unknown;
import static io.rondo.codecs.session.FrameChecks.wrongLength;

import io.rondo.codecs.control.CancellationsDecoder;
import io.rondo.codecs.control.LookAheadDecoder;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.SettleDecoder;
import io.rondo.codecs.control.SettledDecoder;
import io.rondo.codecs.control.WorkCreditDecoder;
import io.rondo.codecs.control.WorkDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Reads the messages between the owner of a work queue and its subscribers. Allocates nothing. For one thread at a time. */
final class WorkFrames {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final SessionHandler handler;
    private final WorkDecoder work = new WorkDecoder();
    private final WorkCreditDecoder credit = new WorkCreditDecoder();
    private final SettleDecoder settle = new SettleDecoder();
    private final SettledDecoder settled = new SettledDecoder();
    private final CancellationsDecoder cancellations = new CancellationsDecoder();

    WorkFrames(SessionHandler handler) {
        this.handler = handler;
    }

    void onWork(DirectBuffer buffer, int block, int blockLength, int left) {
        requireBlock("Work", blockLength, WorkDecoder.BLOCK_LENGTH, left);
        int payloadLength = payloadLength("Work payload", buffer, block, blockLength, left);
        work.wrap(buffer, block, blockLength, WorkDecoder.SCHEMA_VERSION);
        requirePositive("Work lease", work.lease());
        requirePositive("Work deliveries", work.deliveries());
        handler.onWork(work.lease(), work.deliveries(), work.traits().takenOver(), work.traits().dead(), buffer,
                block + blockLength + WorkDecoder.payloadHeaderLength(), payloadLength);
    }

    void onCredit(DirectBuffer buffer, int block, int blockLength, int left) {
        requireWhole("WorkCredit", blockLength, WorkCreditDecoder.BLOCK_LENGTH, left);
        credit.wrap(buffer, block, blockLength, WorkCreditDecoder.SCHEMA_VERSION);
        requireCount("WorkCredit messageLimit", credit.messageLimit());
        handler.onWorkCredit(credit.messageLimit());
    }

    void onSettle(DirectBuffer buffer, int block, int blockLength, int left) {
        requireWhole("Settle", blockLength, SettleDecoder.BLOCK_LENGTH, left);
        settle.wrap(buffer, block, blockLength, SettleDecoder.SCHEMA_VERSION);
        requirePositive("Settle lease", settle.lease());
        Outcome outcome = settle.outcome();
        if (outcome == Outcome.NULL_VAL || outcome == Outcome.SBE_UNKNOWN) {
            throw unknown("Settle outcome", settle.outcomeRaw());
        }
        requireCount("Settle delay", settle.delay());
        if (settle.delay() > 0 && outcome != Outcome.RETURNED) {
            throw new SessionException("Settle delay " + settle.delay() + " with outcome " + outcome
                    + ": only a returned message has a delay");
        }
        handler.onSettle(settle.lease(), outcome, settle.delay());
    }

    void onSettled(DirectBuffer buffer, int block, int blockLength, int left) {
        requireWhole("Settled", blockLength, SettledDecoder.BLOCK_LENGTH, left);
        settled.wrap(buffer, block, blockLength, SettledDecoder.SCHEMA_VERSION);
        requireCount("Settled count", settled.count());
        requireCount("Settled lost", settled.lost());
        handler.onSettled(settled.count(), settled.lost());
    }

    void onLookAhead(int blockLength, int left) {
        requireWhole("LookAhead", blockLength, LookAheadDecoder.BLOCK_LENGTH, left);
        handler.onLookAhead();
    }

    void onCancellations(DirectBuffer buffer, int block, int blockLength, int left) {
        requireBlock("Cancellations", blockLength, CancellationsDecoder.BLOCK_LENGTH, left);
        int payloadLength = payloadLength("Cancellations payload", buffer, block, blockLength, left);
        cancellations.wrap(buffer, block, blockLength, CancellationsDecoder.SCHEMA_VERSION);
        handler.onCancellations(cancellations.traits().more(), buffer,
                block + blockLength + CancellationsDecoder.payloadHeaderLength(), payloadLength);
    }

    /** Returns the length of the payload behind a block, which ends where the frame does. */
    private static int payloadLength(String field, DirectBuffer buffer, int block, int blockLength, int left) {
        int after = left - blockLength - WorkDecoder.payloadHeaderLength();
        if (after < 0) {
            throw endsInside(field, left);
        }
        int length = buffer.getInt(block + blockLength, ORDER);
        if (length != after) {
            throw wrongLength(field, length & 0xFFFF_FFFFL, after);
        }
        return length;
    }

    private static void requirePositive(String field, long value) {
        if (value < 1) {
            throw new SessionException(field + " " + value + " is below 1");
        }
    }
}
