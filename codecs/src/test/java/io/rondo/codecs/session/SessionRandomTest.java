package io.rondo.codecs.session;

import static io.rondo.codecs.RandomRuns.repeat;
import static io.rondo.codecs.RandomRuns.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.rondo.codecs.control.Role;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhException;
import io.rondo.codecs.sofh.SofhHandler;
import io.rondo.codecs.sofh.SofhHeader;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Streams of random messages, cut and damaged at random. */
class SessionRandomTest {
    private static final int MAX_PAYLOAD = 4096;
    private static final int FRAMES_PER_TRY = 200;

    @Test
    void anEncodedMessageIsDecoded() {
        repeat(300, random -> {
            List<Object> messages = new Samples(random).messages(20);
            Calls calls = new Calls();

            byte[] stream = Calls.stream(messages);
            feed(new SofhDeframer(MAX_PAYLOAD), stream, 0, stream.length, decoding(calls));

            assertThat(calls.all()).isEqualTo(messages);
        });
    }

    @Test
    void noControlFrameIsLongerThanItsMaximum() {
        repeat(300, random -> {
            Samples samples = new Samples(random);

            for (Object message : List.of(samples.hello(), samples.welcome(), samples.reject(), samples.bye())) {
                assertThat(Calls.frame(message).length).isLessThanOrEqualTo(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
            }
        });
    }

    @Test
    void cutsInTheStreamAndRefusedDataDoNotChangeTheCalls() {
        repeat(300, random -> {
            int most = 1 + upTo(random, 599);
            List<Object> messages = new Samples(random).messages(30);
            byte[] stream = Calls.stream(messages);
            Calls calls = new Calls(() -> random.nextInt(3) > 0);
            SofhHandler handler = decoding(calls);
            SofhDeframer deframer = new SofhDeframer(MAX_PAYLOAD);

            for (int fed = 0; fed < stream.length;) {
                int length = Math.min(random.nextInt(most + 1), stream.length - fed);
                feed(deframer, stream, fed, length, handler);
                fed += length;
            }
            while (!deframer.drain(handler)) {
                assertThat(deframer.buffered()).isPositive();
            }

            deframer.endOfStream();
            assertThat(calls.all()).isEqualTo(messages);
        });
    }

    /** 200,000 frames in all. */
    @Test
    void damagedFramesEndWithTheirOwnExceptionsOrAreValid() {
        repeat(300, random -> {
            Samples samples = new Samples(random);
            for (int i = 0; i < FRAMES_PER_TRY; i++) {
                byte[] stream = damaged(Calls.stream(samples.messages(1 + random.nextInt(2))), random);
                Calls calls = new Calls();
                try {
                    SofhDeframer deframer = new SofhDeframer(MAX_PAYLOAD);
                    feed(deframer, stream, 0, stream.length, decoding(calls));
                    deframer.endOfStream();
                } catch (SessionException | SofhException e) {
                    assertThat(e).hasMessageMatching("[\\x20-\\x7E]{10,300}");
                } catch (RuntimeException e) {
                    fail("threw at " + HexFormat.of().formatHex(stream), e);
                }
                assertThat(calls.all()).as("from %s", HexFormat.of().formatHex(stream))
                        .allSatisfy(SessionRandomTest::isValid);
            }
        });
    }

    /** A decoded message can be encoded, and decodes to the same message again. */
    private static void isValid(Object call) {
        Calls again = new Calls();
        byte[] frame = Calls.frame(call);
        feed(new SofhDeframer(MAX_PAYLOAD), frame, 0, frame.length, decoding(again));
        assertThat(again.all()).containsExactly(call);
        if (call instanceof Hello hello) {
            assertThat(hello.channel()).matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");
            assertThat(hello.nextSequence()).isNotNegative();
            assertThat(hello.publisherId() != 0 || hello.role() != Role.PUBLISHER).isTrue();
        }
    }

    private static byte[] damaged(byte[] stream, Random random) {
        byte[] damaged = switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(stream, random.nextInt(stream.length + 1));
            case 1 -> Arrays.copyOf(stream, stream.length + random.nextInt(20));
            default -> stream.clone();
        };
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && damaged.length > 0; i++) {
            int head = Math.min(damaged.length, 80);
            int at = random.nextInt(random.nextBoolean() ? head : damaged.length);
            damaged[at] = switch (random.nextInt(5)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (damaged[at] + 1);
                case 2 -> (byte) 0x80;
                case 3 -> (byte) 0xFF;
                default -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
            };
        }
        if (damaged.length >= SofhHeader.LENGTH && random.nextInt(4) != 0) {
            // One frame of the right length, so that the damage reaches the message decoder.
            SofhHeader.encode(new UnsafeBuffer(damaged), 0, damaged.length - SofhHeader.LENGTH,
                    SofhHeader.SBE_LITTLE_ENDIAN);
        }
        return damaged;
    }

    private static SofhHandler decoding(SessionHandler handler) {
        SessionDecoder decoder = new SessionDecoder(handler);
        UnsafeBuffer view = new UnsafeBuffer();
        return (buffer, offset, length, encodingType) -> {
            // Bounded to the frame: a read outside it is an IndexOutOfBoundsException, and fails the test.
            view.wrap(buffer, offset, length);
            return decoder.decode(view, 0, length, encodingType);
        };
    }

    private static void feed(SofhDeframer deframer, byte[] source, int offset, int length, SofhHandler handler) {
        deframer.reserve(length);
        System.arraycopy(source, offset, deframer.array(), deframer.writeIndex(), length);
        deframer.wrote(length);
        deframer.drain(handler);
    }
}
