package io.rondo.client.socket;

import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.SlowConsumer;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.core.buffer.SegmentBuffer;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Byte streams of valid sessions with faults of many kinds. A stream is determined by its number. */
final class MutatedSessions {
    private static final int[] LENGTHS = {0, 1, 5, 6, 13, 14, 2047, 2048, 2049, 65_535, Integer.MAX_VALUE, -1,
        Integer.MIN_VALUE};
    private static final long[] NUMBERS = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 1 << 20};

    private final String channel;
    private final Role mainRole;
    /** The kind that the sessions ask for; null for none. */
    private final ChannelKind kind;
    private final long ownerId;
    private final long seed;
    private final byte[] buffer = new byte[1 << 12];
    private final SegmentBuffer view = new SegmentBuffer(MemorySegment.ofArray(buffer));
    private final SessionEncoder encoder = new SessionEncoder();
    private SplittableRandom random;

    MutatedSessions(String channel, Role mainRole, ChannelKind kind, long ownerId, long seed) {
        this.channel = channel;
        this.kind = kind;
        this.mainRole = mainRole;
        this.ownerId = ownerId;
        this.seed = seed;
    }

    /** Creates one stream. */
    byte[] stream(long number) {
        random = new SplittableRandom(seed * 1_000_003 + number);
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        List<byte[]> frames = session();
        for (int fault = random.nextInt(4); fault > 0; fault--) {
            mutate(frames);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        byte[] bytes = out.toByteArray();
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private List<byte[]> session() {
        List<byte[]> frames = new ArrayList<>();
        frames.add(hello());
        long sequence = 1;
        for (int count = random.nextInt(12); count > 0; count--) {
            switch (random.nextInt(10)) {
                case 0 -> frames.add(copy(encoder.enquiry(view, 0, random.nextLong())));
                case 1 -> frames.add(copy(encoder.ack(view, 0, small(), small())));
                case 2 -> frames.add(copy(encoder.bye(view, 0, new Bye(sequence, ByeReason.DONE, "bye"))));
                case 3 -> frames.add(other());
                default -> {
                    if (kind == ChannelKind.WORK) {
                        frames.add(work());
                    } else if (mainRole == Role.PUBLISHER) {
                        frames.add(data(sequence));
                        sequence++;
                    } else {
                        frames.add(copy(encoder.ack(view, 0, sequence - 1, 1 << 20)));
                    }
                }
            }
        }
        return frames;
    }

    private byte[] work() {
        Outcome outcome = Outcome.values()[random.nextInt(3)];
        return random.nextBoolean()
                ? copy(encoder.work().credit(view, 0, random.nextInt(20)))
                : copy(encoder.work().settle(view, 0, 1 + random.nextInt(100), outcome,
                        outcome == Outcome.RETURNED ? random.nextInt(100) : 0));
    }

    private long small() {
        return random.nextInt(100);
    }

    private byte[] hello() {
        Role role = random.nextInt(8) == 0 ? Role.values()[random.nextInt(4)] : mainRole;
        boolean resume = random.nextInt(3) == 0;
        Terms terms = random.nextInt(8) == 0
                ? new Terms(null, random.nextBoolean(), random.nextInt(), random.nextInt(), random.nextInt(65_000),
                        random.nextInt(65_000), random.nextBoolean())
                : new Terms(kind, null, null, null, null, null, null);
        SlowConsumer policy = random.nextBoolean() ? null : SlowConsumer.values()[random.nextInt(3)];
        return copy(encoder.hello(view, 0, new Hello(1 + random.nextInt(8), resume ? ownerId : 0, 1 + random.nextInt(3),
                random.nextInt(1 << 16), SessionEncoder.PROTOCOL_VERSION, role, policy, resume, terms, channel)));
    }

    private byte[] data(long sequence) {
        int length = random.nextInt(14);
        int header = encoder.dataHeader(view, 0, sequence, length);
        for (int i = 0; i < length; i++) {
            view.putByte(header + i, (byte) random.nextInt());
        }
        return copy(header + length);
    }

    /** A frame that only an owner sends. */
    private byte[] other() {
        return random.nextBoolean()
                ? copy(encoder.participants(view, 0, 1, 2, 3))
                : copy(encoder.reject(view, 0, new Reject(RejectCode.CLOSING, "no")));
    }

    private byte[] copy(int length) {
        return Arrays.copyOf(buffer, length);
    }

    private void mutate(List<byte[]> frames) {
        int at = random.nextInt(frames.size());
        byte[] frame = frames.get(at);
        switch (random.nextInt(9)) {
            case 0 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            case 2 -> frames.set(at, Arrays.copyOf(frame, 1 + random.nextInt(frame.length)));
            case 3 -> frames.add(at, frame.clone());
            case 4 -> Collections.swap(frames, at, random.nextInt(frames.size()));
            case 5 -> putInt(frame, 0, LENGTHS[random.nextInt(LENGTHS.length)]);
            case 6 -> putLong(frame, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 7 -> frames.set(at, Arrays.copyOf(frame, frame.length + random.nextInt(40)));
            default -> grow(frames, at, random.nextInt(40));
        }
    }

    /** With a matching header, so that the fault is inside the frame. */
    private static void grow(List<byte[]> frames, int at, int more) {
        byte[] longer = Arrays.copyOf(frames.get(at), frames.get(at).length + more);
        putInt(longer, 0, longer.length);
        frames.set(at, longer);
    }

    private static void putInt(byte[] frame, int at, int value) {
        for (int i = 0; i < Integer.BYTES && at + i < frame.length; i++) {
            frame[at + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    /** Overwrites a sequence, a credit or another field. */
    private void putLong(byte[] frame, long value) {
        int at = 14 + 8 * random.nextInt(4);
        for (int i = 0; i < Long.BYTES && at + i < frame.length; i++) {
            frame[at + i] = (byte) (value >> 8 * i);
        }
    }
}
