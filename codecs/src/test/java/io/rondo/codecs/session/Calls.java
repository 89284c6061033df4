package io.rondo.codecs.session;

import io.rondo.codecs.control.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Accepts each message of a session and keeps it. For one thread. */
public class Calls implements SessionHandler {
    private final List<Object> all = new ArrayList<>();

    private final BooleanSupplier readyForData;

    public Calls() {
        this(() -> true);
    }

    Calls(BooleanSupplier readyForData) {
        this.readyForData = readyForData;
    }

    /** The received messages, a modifiable list: records of the session, and those below. */
    public final List<Object> all() {
        return all;
    }

    /** A Data message. */
    public record Data(long sequence, List<Byte> payload) {
        public static Data of(long sequence, byte... payload) {
            List<Byte> boxed = new ArrayList<>();
            for (byte each : payload) {
                boxed.add(each);
            }
            return new Data(sequence, boxed);
        }
    }

    /** An Ack message. */
    public record Ack(long confirmedSequence, long creditLimit) {}

    /** An Enquiry message. */
    public record Enquiry(long token) {}

    /** A Participants message. */
    public record Participants(long token, int producers, int consumers) {}

    /** A Work message. */
    public record Work(long lease, int deliveries, boolean takenOver, boolean dead, List<Byte> payload) {}

    /** A WorkCredit message. */
    public record WorkCredit(long limit) {}

    /** A Settle message. */
    public record Settle(long lease, Outcome outcome, long delayNanos) {}

    /** A Settled message. */
    public record Settled(long count, long lost) {}

    @Override
    public void onWork(long lease, int deliveries, boolean takenOver, boolean dead, DirectBuffer buffer, int offset,
            int length) {
        byte[] payload = new byte[length];
        buffer.getBytes(offset, payload);
        all.add(new Work(lease, deliveries, takenOver, dead, Data.of(1, payload).payload));
    }

    /** A LookAhead message. */
    public record LookAhead() {}

    /** A Cancellations message. */
    public record Cancellations(boolean more, List<Byte> payload) {}

    @Override
    public void onLookAhead() {
        all.add(new LookAhead());
    }

    @Override
    public void onCancellations(boolean more, DirectBuffer buffer, int offset, int length) {
        byte[] payload = new byte[length];
        buffer.getBytes(offset, payload);
        all.add(new Cancellations(more, Data.of(1, payload).payload));
    }

    @Override
    public void onWorkCredit(long limit) {
        all.add(new WorkCredit(limit));
    }

    @Override
    public void onSettle(long lease, Outcome outcome, long delayNanos) {
        all.add(new Settle(lease, outcome, delayNanos));
    }

    @Override
    public void onSettled(long count, long lost) {
        all.add(new Settled(count, lost));
    }

    /** A Segment message. */
    record Segment(UUID id, int descriptors) {}

    @Override
    public void onSegment(UUID id, int descriptors) {
        all.add(new Segment(id, descriptors));
    }

    @Override
    public void onJoin(Join join) {
        all.add(join);
    }

    @Override
    public void onHello(Hello hello) {
        all.add(hello);
    }

    @Override
    public void onWelcome(Welcome welcome) {
        all.add(welcome);
    }

    @Override
    public void onReject(Reject reject) {
        all.add(reject);
    }

    @Override
    public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        if (!readyForData.getAsBoolean()) {
            return false;
        }
        byte[] payload = new byte[length];
        buffer.getBytes(offset, payload);
        return all.add(Data.of(sequence, payload));
    }

    @Override
    public void onAck(long confirmedSequence, long creditLimit) {
        all.add(new Ack(confirmedSequence, creditLimit));
    }

    @Override
    public void onBye(Bye bye) {
        all.add(bye);
    }

    @Override
    public void onEnquiry(long token) {
        all.add(new Enquiry(token));
    }

    @Override
    public void onParticipants(long token, int producers, int consumers) {
        all.add(new Participants(token, producers, consumers));
    }

    /** Encodes a message. */
    static byte[] frame(Object call) {
        return switch (call) {
            case Join join -> Written.by((encoder, buffer) -> encoder.join(buffer, 0, join));
            case Hello hello -> Written.by((encoder, buffer) -> encoder.hello(buffer, 0, hello));
            case Welcome welcome -> Written.by((encoder, buffer) -> encoder.welcome(buffer, 0, welcome));
            case Reject reject -> Written.by((encoder, buffer) -> encoder.reject(buffer, 0, reject));
            case Bye bye -> Written.by((encoder, buffer) -> encoder.bye(buffer, 0, bye));
            case Ack ack -> Written
                    .by((encoder, buffer) -> encoder.ack(buffer, 0, ack.confirmedSequence, ack.creditLimit));
            case Enquiry enquiry -> Written.by((encoder, buffer) -> encoder.enquiry(buffer, 0, enquiry.token));
            case Participants it -> Written
                    .by((encoder, buffer) -> encoder.participants(buffer, 0, it.token, it.producers, it.consumers));
            case Segment it -> Written.by((encoder, buffer) -> encoder.segment(buffer, 0, it.id, it.descriptors));
            case WorkCredit it -> Written.by((encoder, buffer) -> encoder.work().credit(buffer, 0, it.limit));
            case Settle it -> Written
                    .by((encoder, buffer) -> encoder.work().settle(buffer, 0, it.lease, it.outcome, it.delayNanos));
            case Settled it -> Written.by((encoder, buffer) -> encoder.work().settled(buffer, 0, it.count, it.lost));
            case Work it -> Written.by((encoder, buffer) -> {
                int length = encoder.work().header(buffer, 0, it.lease, it.deliveries, it.takenOver, it.dead,
                        it.payload.size());
                for (byte each : it.payload) {
                    buffer.putByte(length++, each);
                }
                return length;
            });
            case LookAhead _ -> Written.by((encoder, buffer) -> encoder.work().lookAhead(buffer, 0));
            case Cancellations it -> Written.by((encoder, buffer) -> encoder.work().cancellations(buffer, 0, it.more,
                    new UnsafeBuffer(bytes(it.payload)), it.payload.size()));
            case Data data -> Written.by((encoder, buffer) -> {
                int length = encoder.dataHeader(buffer, 0, data.sequence, data.payload.size());
                for (byte each : data.payload) {
                    buffer.putByte(length++, each);
                }
                return length;
            });
            default -> throw new IllegalArgumentException(call.toString());
        };
    }

    private static byte[] bytes(List<Byte> payload) {
        byte[] bytes = new byte[payload.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = payload.get(i);
        }
        return bytes;
    }

    /** Encodes messages, one after the other. */
    static byte[] stream(List<?> calls) {
        byte[] stream = {};
        for (Object call : calls) {
            byte[] frame = frame(call);
            stream = Arrays.copyOf(stream, stream.length + frame.length);
            System.arraycopy(frame, 0, stream, stream.length - frame.length, frame.length);
        }
        return stream;
    }
}
