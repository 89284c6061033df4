package io.rondo.codecs.sofh;

import static io.rondo.codecs.RandomRuns.bytes;
import static io.rondo.codecs.RandomRuns.repeat;
import static io.rondo.codecs.RandomRuns.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of random frames, cut and damaged at random. */
class SofhDeframerRandomTest {
    private static final int MAX = 300;

    @Test
    void deframingIsTheInverseOfFramingForEveryCutOfTheStream() {
        repeat(1000, random -> {
            List<byte[]> messages = messages(random, 0, 30);
            int most = 1 + upTo(random, 699);
            SofhDeframer deframer = new SofhDeframer(MAX);
            Frames out = new Frames();

            Frames.feedInPieces(deframer, Frames.stream(messages), most, random, out);

            assertThat(out.messages).containsExactlyElementsOf(messages);
            assertThat(out.encodingTypes).isEqualTo(IntStream.range(0, messages.size()).boxed().toList());
            assertThat(deframer.isMidFrame()).isFalse();
        });
    }

    @Test
    void aStreamCutShortGivesTheWholeMessagesBeforeTheCut() {
        repeat(1000, random -> {
            List<byte[]> messages = messages(random, 1, 10);
            int cut = upTo(random, 10_000);
            byte[] stream = Frames.stream(messages);
            byte[] start = Arrays.copyOf(stream, cut % (stream.length + 1));
            SofhDeframer deframer = new SofhDeframer(MAX);
            Frames out = new Frames();

            Frames.feedInPieces(deframer, start, 64, random, out);

            int whole = out.messages.size();
            int wholeBytes = Frames.stream(out.messages).length;
            assertThat(out.messages).containsExactlyElementsOf(messages.subList(0, whole));
            assertThat(deframer.isMidFrame()).isEqualTo(wholeBytes < start.length);
            assertThat(whole == messages.size() || wholeBytes + 6 + messages.get(whole).length > start.length).isTrue();
        });
    }

    @Test
    void aDamagedStreamEndsWithItsOwnExceptionOrGivesMessagesWithinBounds() {
        repeat(1000, random -> {
            List<byte[]> messages = messages(random, 0, 10);
            int flips = 1 + upTo(random, 19);
            byte[] stream = Frames.stream(messages);
            for (int i = 0; i < flips && stream.length > 0; i++) {
                stream[random.nextInt(stream.length)] = (byte) random.nextInt();
            }

            assertBounded(stream, random);
        });
    }

    @Test
    void noiseEndsWithItsOwnExceptionOrGivesMessagesWithinBounds() {
        repeat(1000, random -> {
            byte[] noise = bytes(random, 200);
            assertBounded(noise, random);
        });
    }

    private static List<byte[]> messages(Random random, int least, int most) {
        return Stream.generate(() -> bytes(random, MAX)).limit(least + upTo(random, most - least)).toList();
    }

    private static void assertBounded(byte[] stream, Random random) {
        SofhDeframer deframer = new SofhDeframer(MAX);
        Frames out = new Frames();
        try {
            Frames.feedInPieces(deframer, stream, 64, random, out);
            deframer.endOfStream();
        } catch (SofhException e) {
            assertThat(e).hasMessageContaining("frame at byte");
        }
        assertThat(out.messages).allMatch(message -> message.length <= MAX);
        byte[] again = framedAgain(stream, out.messages);
        assertThat(again).isEqualTo(Arrays.copyOf(stream, again.length));
    }

    /** The messages in frames again, with the encoding types of the stream they came from. */
    private static byte[] framedAgain(byte[] stream, List<byte[]> messages) {
        byte[] again = Frames.stream(messages);
        int offset = 0;
        for (byte[] message : messages) {
            System.arraycopy(stream, offset + 4, again, offset + 4, 2);
            offset += SofhHeader.LENGTH + message.length;
        }
        return again;
    }
}
