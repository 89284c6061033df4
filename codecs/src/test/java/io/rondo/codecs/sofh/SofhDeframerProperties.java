package io.rondo.codecs.sofh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SofhDeframerProperties {
    private static final int MAX = 300;

    @Property
    void deframingIsTheInverseOfFramingHoweverTheStreamIsCut(
            @ForAll @Size(max = 30) List<@Size(max = MAX) byte[]> messages,
            @ForAll @IntRange(min = 1, max = 700) int most,
            @ForAll long seed) {
        SofhDeframer deframer = new SofhDeframer(MAX);
        Frames out = new Frames();

        Frames.feedInPieces(deframer, Frames.stream(messages), most, new Random(seed), out);

        assertThat(out.messages).containsExactlyElementsOf(messages);
        assertThat(out.encodingTypes).isEqualTo(IntStream.range(0, messages.size()).boxed().toList());
        assertThat(deframer.isMidFrame()).isFalse();
    }

    @Property
    void aStreamCutShortGivesTheWholeMessagesBeforeTheCut(
            @ForAll @Size(min = 1, max = 10) List<@Size(max = MAX) byte[]> messages,
            @ForAll @IntRange(min = 0, max = 10_000) int cut, @ForAll long seed) {
        byte[] stream = Frames.stream(messages);
        byte[] start = Arrays.copyOf(stream, cut % (stream.length + 1));
        SofhDeframer deframer = new SofhDeframer(MAX);
        Frames out = new Frames();

        Frames.feedInPieces(deframer, start, 64, new Random(seed), out);

        int whole = out.messages.size();
        int wholeBytes = Frames.stream(out.messages).length;
        assertThat(out.messages).containsExactlyElementsOf(messages.subList(0, whole));
        assertThat(deframer.isMidFrame()).isEqualTo(wholeBytes < start.length);
        assertThat(whole == messages.size() || wholeBytes + 6 + messages.get(whole).length > start.length).isTrue();
    }

    @Property
    void aDamagedStreamEndsWithItsOwnExceptionOrGivesMessagesWithinBounds(
            @ForAll @Size(max = 10) List<@Size(max = MAX) byte[]> messages,
            @ForAll @IntRange(min = 1, max = 20) int flips, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] stream = Frames.stream(messages);
        for (int i = 0; i < flips && stream.length > 0; i++) {
            stream[random.nextInt(stream.length)] = (byte) random.nextInt();
        }

        assertBounded(stream, random);
    }

    @Property
    void noiseEndsWithItsOwnExceptionOrGivesMessagesWithinBounds(@ForAll @Size(max = 200) byte[] noise,
            @ForAll long seed) {
        assertBounded(noise, new Random(seed));
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
