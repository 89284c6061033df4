package io.rondo.codecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhHandler;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SessionAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 1000;
    /** Compilation happens in the background, on a machine that may be busy. */
    private static final int ROUNDS = 500;
    /** What the measurement itself takes. */
    private static final long OWN_BYTES = 512;

    @Test
    void receivingDataAndAckAllocatesNothing() {
        byte[] stream = Calls.stream(Collections.nCopies(20, List.of(
                Calls.Data.of(1, new byte[100]), new Calls.Ack(1, 2))).stream().flatMap(List::stream).toList());
        SofhDeframer deframer = new SofhDeframer(4096);
        SessionDecoder decoder = new SessionDecoder(new Sum());
        UnsafeBuffer view = new UnsafeBuffer();
        SofhHandler handler = (buffer, offset, length, encodingType) -> {
            view.wrap(buffer);
            return decoder.decode(view, offset, length, encodingType);
        };

        assertAllocatesNothing(() -> {
            for (int fed = 0; fed < stream.length; fed += 1000) {
                int length = Math.min(1000, stream.length - fed);
                deframer.reserve(length);
                System.arraycopy(stream, fed, deframer.array(), deframer.writeIndex(), length);
                deframer.wrote(length);
                deframer.drain(handler);
            }
        });
    }

    @Test
    void encodingAllocatesNothing() {
        SessionEncoder encoder = new SessionEncoder();
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[SessionEncoder.MAX_CONTROL_FRAME_LENGTH]);
        Terms terms = new Terms(null, true, 1 << 20, 1000, 202, 1, false);
        Hello hello = new Hello(1, 2, 3, 4, 1, Role.PUBLISHER, null, true, terms, "orders");
        Bye bye = new Bye(1, ByeReason.DONE, "\u20ac\u00e9\ud83d\ude00".repeat(300));

        assertAllocatesNothing(() -> {
            encoder.hello(buffer, 0, hello);
            encoder.bye(buffer, 0, bye);
            encoder.ack(buffer, 0, 1, 2);
            encoder.dataHeader(buffer, 0, 1, 100);
            encoder.enquiry(buffer, 0, 1);
            encoder.participants(buffer, 0, 1, 2, 3);
        });
    }

    private static void assertAllocatesNothing(Runnable action) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > OWN_BYTES; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                action.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes allocated by %d calls", CALLS).isLessThanOrEqualTo(OWN_BYTES);
    }

    private static final class Sum implements SessionHandler {
        private long sum;

        @Override
        public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
            sum += sequence + buffer.getByte(offset + length - 1);
            return true;
        }

        @Override
        public void onAck(long confirmedSequence, long creditLimit) {
            sum += confirmedSequence + creditLimit;
        }
    }
}
