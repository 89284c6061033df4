package io.rondo.broker.bridge.envelope;

import static io.rondo.codecs.RandomRuns.bytes;
import static io.rondo.codecs.RandomRuns.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.bridge.EnvelopeDecoder;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Envelopes that are written and read again, cut and damaged. */
class EnvelopeTest {
    private static final int FRAME = 1376;
    private static final long ORIGIN = 0x0123_4567_89ab_cdefL;
    private static final long EPOCH = -2;
    private static final int OFFSET = 24;

    private final EnvelopeWriter writer = new EnvelopeWriter("prices", FRAME);
    private final EnvelopeReader reader = new EnvelopeReader();

    /** Returns whether the message was added. */
    private boolean add(long sequence, byte[] message) {
        return writer.add(ORIGIN, EPOCH, sequence, new UnsafeBuffer(message), 0, message.length);
    }

    /** Ends the envelope, and copies it to where it does not begin at 0. */
    private UnsafeBuffer complete(int[] length) {
        length[0] = writer.complete();
        UnsafeBuffer copy = new UnsafeBuffer(new byte[OFFSET + length[0]]);
        copy.putBytes(OFFSET, writer.buffer(), 0, length[0]);
        return copy;
    }

    private List<byte[]> read() {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < reader.count(); i++) {
            reader.next();
            byte[] message = new byte[reader.messageLength()];
            reader.buffer().getBytes(reader.messageOffset(), message);
            messages.add(message);
        }
        return messages;
    }

    @Test
    void whatIsWrittenIsRead() {
        repeat(300, random -> {
            writer.clear();
            long first = 1 + random.nextInt(1000);
            List<byte[]> messages = new ArrayList<>();
            byte[] message = bytes(random, 100);
            while (messages.size() < 20 && add(first + messages.size(), message)) {
                messages.add(message);
                message = bytes(random, 100);
            }
            int[] length = new int[1];
            UnsafeBuffer envelope = complete(length);

            assertThat(length[0]).isLessThanOrEqualTo(FRAME);
            assertThat(reader.wrap(envelope, OFFSET, length[0])).isEqualTo(EnvelopeReader.Form.ENVELOPE);
            assertThat(new long[]{reader.origin(), reader.epoch(), reader.sequence(), reader.count()})
                    .containsExactly(ORIGIN, EPOCH, first, messages.size());
            assertThat(reader.channel()).isEqualTo("prices");
            assertThat(read()).usingElementComparator(Arrays::compare).containsExactlyElementsOf(messages);
        });
    }

    @Test
    void theGeneratedDecoderReadsAnEnvelope() {
        add(5, new byte[]{1, 2, 3});
        add(6, new byte[0]);
        int[] length = new int[1];
        UnsafeBuffer envelope = complete(length);
        EnvelopeDecoder decoder = new EnvelopeDecoder().wrapAndApplyHeader(envelope, OFFSET,
                new MessageHeaderDecoder());

        assertThat(decoder.sequence()).isEqualTo(5);
        EnvelopeDecoder.MessagesDecoder messages = decoder.messages();
        assertThat(messages.count()).isEqualTo(2);
        byte[] payload = new byte[3];
        assertThat(messages.next().getPayload(payload, 0, 3)).isEqualTo(3);
        assertThat(payload).containsExactly(1, 2, 3);
        assertThat(messages.next().getPayload(payload, 0, 3)).isZero();
        assertThat(decoder.channel()).isEqualTo("prices");
        assertThat(decoder.limit()).isEqualTo(OFFSET + length[0]);
    }

    @Test
    void anEnvelopeIsCompletedAgainAfterAFailedOffer() {
        add(5, new byte[]{1});
        int length = writer.complete();

        assertThat(writer.complete()).isEqualTo(length);
        assertThat(reader.wrap(writer.buffer(), 0, length)).isEqualTo(EnvelopeReader.Form.ENVELOPE);
    }

    @Test
    void aMessageThatDoesNotFollowOrDoesNotFitStartsAnEnvelopeOfItsOwn() {
        assertThat(add(5, new byte[100])).isTrue();
        assertThat(add(7, new byte[100])).isFalse();
        assertThat(add(6, new byte[FRAME])).isFalse();
        assertThat(add(6, new byte[100])).isTrue();
        writer.clear();

        assertThat(add(1, new byte[10 * FRAME])).isTrue();
        int length = writer.complete();
        assertThat(length).isEqualTo(writer.lengthWith(10 * FRAME));
        assertThat(reader.wrap(writer.buffer(), 0, length)).isEqualTo(EnvelopeReader.Form.ENVELOPE);
    }

    @Test
    void anEnvelopeThatIsCutAnywhereIsRefused() {
        add(5, new byte[]{1, 2, 3});
        add(6, new byte[]{4});
        int[] length = new int[1];
        UnsafeBuffer envelope = complete(length);
        for (int cut = 0; cut < length[0]; cut++) {
            assertThat(reader.wrap(envelope, OFFSET, cut)).as("%d of %d bytes", cut, length[0])
                    .isEqualTo(cut < MessageHeaderDecoder.ENCODED_LENGTH
                            ? EnvelopeReader.Form.FOREIGN
                            : EnvelopeReader.Form.MALFORMED);
        }
    }

    @Test
    void otherBytesAreForeign() {
        UnsafeBuffer other = new UnsafeBuffer(new byte[64]);

        assertThat(reader.wrap(other, 0, 64)).isEqualTo(EnvelopeReader.Form.FOREIGN);
    }

    @Test
    void aDamagedEnvelopeIsRefusedOrReadWithinItsBounds() {
        repeat(20_000, random -> {
            writer.clear();
            add(1 + random.nextInt(10), bytes(random, 50));
            add(writer.count() + 5L, bytes(random, 50));
            int[] length = new int[1];
            UnsafeBuffer envelope = complete(length);
            damage(envelope, length[0], random);

            if (reader.wrap(envelope, OFFSET, length[0]) == EnvelopeReader.Form.ENVELOPE) {
                assertThat(reader.sequence()).isPositive();
                assertThat(reader.channel().length()).isBetween(1, 64);
                read();
            }
        });
    }

    private static void damage(UnsafeBuffer envelope, int length, Random random) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = OFFSET + random.nextInt(length);
            if (random.nextBoolean() || at > OFFSET + length - Integer.BYTES) {
                envelope.putByte(at, (byte) random.nextInt());
            } else {
                envelope.putInt(at, random.nextInt() >> random.nextInt(Integer.SIZE), ByteOrder.LITTLE_ENDIAN);
            }
        }
    }
}
