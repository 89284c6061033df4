package io.rondo.perf.worker;

import io.rondo.cli.format.ByteInput;
import io.rondo.cli.format.FormatException;
import io.rondo.cli.format.MessageReader;
import io.rondo.cli.format.PcapReader;
import io.rondo.perf.measure.Capture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The UDP payloads of a capture behind time and number, at the recorded times divided by the speed. Message {@code n}
 * is payload {@code n} modulo their number: after its end the capture begins again. A recorded silence of more than 10
 * ms is shortened to 10 ms, because slices are short. Both sides read the file, and the consumer compares.
 */
public final class CapturedMessages implements TimedMessages, Schedule {
    /** Limit of the bytes that are kept; the rest of the capture is not played. */
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_MESSAGES = 1 << 20;
    private static final int MAX_LENGTH = 65_535;
    private static final long MAX_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final double speed;
    private byte[] bytes = new byte[1 << 16];
    private int[] ends = new int[1 << 10];
    private long[] times = new long[1 << 10];
    private final Blocks blocks;
    private int count;
    private final long lap;

    /**
     * Reads the capture.
     *
     * @throws IOException if it cannot be read, is not a capture, or has no UDP payloads; the message names it
     */
    CapturedMessages(Capture capture) throws IOException {
        speed = capture.speed();
        try (FileChannel channel = FileChannel.open(capture.file())) {
            read(new PcapReader(new ByteInput(channel), MAX_LENGTH));
        } catch (IOException e) {
            throw new IOException("cannot replay " + capture.file() + ": " + e.getMessage(), e);
        }
        if (count == 0) {
            throw new IOException(
                    "no UDP payloads in " + capture.file() + ": give a classic pcap file with UDP traffic");
        }
        blocks = new Blocks(bytes);
        // The next lap begins one mean gap after the last message.
        lap = times[count - 1] + Math.max(1, times[count - 1] / count);
    }

    /**
     * Checks before the measurement whether a capture can be played.
     *
     * @throws IOException if it cannot; the message names it
     */
    public static void check(Capture capture) throws IOException {
        new CapturedMessages(capture);
    }

    private void read(PcapReader reader) throws IOException {
        long latest = 0;
        try {
            for (int length = reader.next(); length != MessageReader.END; length = reader.next()) {
                int end = end(count);
                if (count == MAX_MESSAGES || end + length > MAX_BYTES) {
                    return;
                }
                makeRoom(end + length);
                reader.buffer().getBytes(reader.offset(), bytes, end, length);
                ends[count] = end + length;
                if (count > 0) {
                    // The times of captures from several interfaces may decrease slightly.
                    times[count] = times[count - 1] + Math.clamp(reader.timeNanos() - latest, 0, MAX_GAP_NANOS);
                }
                latest = Math.max(latest, reader.timeNanos());
                count++;
            }
        } catch (FormatException e) {
            if (count == 0) { // a truncated capture is played up to its end
                throw e;
            }
        }
    }

    private void makeRoom(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            times = Arrays.copyOf(times, 2 * count);
        }
    }

    /** End of the payload before this one, which is the beginning of this one. */
    private int end(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private int index(long n) {
        return (int) (n % count);
    }

    private int payloadLength(long n) {
        return Payload.isEnd(n) ? 0 : ends[index(n)] - end(index(n));
    }

    @Override
    public long due(long first, long n) {
        return (long) ((time(n) - time(first)) / speed);
    }

    private long time(long n) {
        return n / count * lap + times[index(n)];
    }

    @Override
    public int length(long n) {
        return HEADER + payloadLength(n);
    }

    @Override
    public void write(MutableDirectBuffer buffer, int offset, long n, long time) {
        buffer.putLong(offset, time);
        buffer.putLong(offset + Long.BYTES, n);
        if (!Payload.isEnd(n)) {
            buffer.putBytes(offset + HEADER, bytes, end(index(n)), payloadLength(n));
        }
    }

    @Override
    public void verify(DirectBuffer buffer, int offset, int size, long n) {
        if (size != length(n) || TimedMessages.number(buffer, offset) != n
                || !blocks.match(buffer, offset + HEADER, end(index(n)), payloadLength(n))) {
            throw new IllegalStateException("message " + n + " of " + length(n) + " bytes expected, found a message of "
                    + size + " bytes numbered " + TimedMessages.number(buffer, offset)
                    + " or with wrong bytes");
        }
    }
}
