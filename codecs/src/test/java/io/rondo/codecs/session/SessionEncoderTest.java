package io.rondo.codecs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.DataDecoder;
import io.rondo.codecs.control.MessageHeaderDecoder;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.sofh.SofhHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionEncoderTest {
    private final SessionEncoder encoder = new SessionEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);

    @Test
    void theGeneratedCodecReadsDataOfVersion0() {
        byte[] payload = {1, 2, 3};

        int length = encoder.dataHeader(buffer, 7, 0x0102030405060708L, payload.length);
        buffer.putBytes(7 + length, payload);

        assertThat(length).isEqualTo(SessionEncoder.DATA_HEADER_LENGTH).isEqualTo(26);
        assertThat(SessionEncoder.dataFrameLength(payload.length)).isEqualTo(29);
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        DataDecoder data = new DataDecoder().wrapAndApplyHeader(buffer, 7 + SofhHeader.LENGTH, header);
        assertThat(SofhHeader.payloadLength(buffer, 7, 64)).isEqualTo(23);
        assertThat(new int[]{header.blockLength(), header.version(), header.schemaId()}).containsExactly(8, 0, 201);
        assertThat(data.sequence()).isEqualTo(0x0102030405060708L);
        assertThat(data.timestamp()).isEqualTo(DataDecoder.timestampNullValue());
        byte[] decoded = new byte[payload.length];
        assertThat(data.getPayload(decoded, 0, decoded.length)).isEqualTo(payload.length);
        assertThat(decoded).isEqualTo(payload);
    }

    @Test
    void writesAtTheOffsetItIsGiven() {
        byte[] atZero = Written.by((each, to) -> each.ack(to, 0, 3, 4));

        int length = encoder.ack(buffer, 100, 3, 4);

        assertThat(Arrays.copyOfRange(buffer.byteArray(), 100, 100 + length)).isEqualTo(atZero);
        assertThat(Arrays.copyOf(buffer.byteArray(), 100)).containsOnly(0);
    }

    @Test
    void nothingOfAnEarlierHelloIsLeftInTheNext() {
        Hello plain = new Hello(1, 0, 1, 0, 1, Role.PUBLISHER, null, false, Terms.NONE, "c");
        byte[] alone = Written.by((each, to) -> each.hello(to, 0, plain));
        buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);

        int length = encoder.hello(buffer, 0, plain);

        assertThat(Arrays.copyOf(buffer.byteArray(), length)).isEqualTo(alone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9", "\u20ac", "\ud83d\ude00", "abc\ud83d\ude00"})
    void aLongTextIsCutBetweenTwoCharacters(String piece) {
        String text = piece.repeat(2000);

        String cut = received(text);

        byte[] utf8 = cut.getBytes(StandardCharsets.UTF_8);
        int longest = "\ud83d\ude00".getBytes(StandardCharsets.UTF_8).length;
        assertThat(text).startsWith(cut);
        assertThat(utf8.length).isBetween(SessionEncoder.MAX_TEXT_LENGTH - longest + 1, SessionEncoder.MAX_TEXT_LENGTH);
        assertThat(cut).doesNotContain("\ufffd");
        assertThat(Calls.frame(new Bye(1, ByeReason.DONE, text)).length)
                .isLessThanOrEqualTo(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
    }

    @Test
    void aTextOfTheGreatestLengthIsWhole() {
        String text = "x".repeat(SessionEncoder.MAX_TEXT_LENGTH);

        assertThat(received(text)).isEqualTo(text);
    }

    @Test
    void halfASurrogatePairIsWrittenAsAQuestionMark() {
        assertThat(received("a\ud83db\ude00")).isEqualTo("a?b?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".x", "a/b", "caf\u00e9", "a b", "\u0000"})
    void anInvalidNameIsRefusedAndNothingIsWritten(String name) {
        Hello hello = new Hello(1, 0, 1, 0, 1, Role.PUBLISHER, null, false, Terms.NONE, name);

        assertThatIllegalArgumentException().isThrownBy(() -> encoder.hello(buffer, 0, hello))
                .withMessageStartingWith("channel \"" + name + "\"");

        assertThat(buffer.byteArray()).containsOnly(0);
    }

    @Test
    void aNameOf65CharactersIsRefused() {
        Hello hello = new Hello(1, 0, 1, 0, 1, Role.PUBLISHER, null, false, Terms.NONE, "x".repeat(65));

        assertThatIllegalArgumentException().isThrownBy(() -> encoder.hello(buffer, 0, hello))
                .withMessageContaining("has 65 characters");
    }

    @Test
    void aRequiredFieldCannotBeLeftOut() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Hello(1, 0, 1, 0, 1, null, null, false, Terms.NONE, "c"));
        assertThatNullPointerException()
                .isThrownBy(() -> new Welcome(1, 0, 0, 0, 0, 1, 0, 0, null, false, false, false, false));
        assertThatNullPointerException().isThrownBy(() -> new Reject(RejectCode.INTERNAL, null));
        assertThatNullPointerException().isThrownBy(() -> new Bye(0, null, ""));
    }

    /** A text as the other side reads it. */
    private static String received(String text) {
        byte[] frame = Calls.frame(new Reject(RejectCode.INTERNAL, text));
        Calls calls = new Calls();
        new SessionDecoder(calls).decode(new UnsafeBuffer(frame), SofhHeader.LENGTH, frame.length - SofhHeader.LENGTH,
                SofhHeader.SBE_LITTLE_ENDIAN);
        return ((Reject) calls.all().getFirst()).text();
    }
}
