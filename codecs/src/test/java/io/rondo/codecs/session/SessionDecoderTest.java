package io.rondo.codecs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rondo.codecs.control.AckDecoder;
import io.rondo.codecs.control.ByeDecoder;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.DataEncoder;
import io.rondo.codecs.control.HelloDecoder;
import io.rondo.codecs.control.MessageHeaderEncoder;
import io.rondo.codecs.control.ParticipantsDecoder;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.RejectDecoder;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.Start;
import io.rondo.codecs.control.WelcomeDecoder;
import io.rondo.codecs.sofh.SofhHeader;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SessionDecoderTest {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int BLOCK = 8;
    private static final Hello HELLO = new Hello(1, 2, 3, 4, 1, Role.PUBLISHER, null, true, Terms.NONE, "orders");
    private static final Welcome WELCOME = new Welcome(1, 2, 3, 4, 5, 1, 6, 7, ChannelKind.QUEUE, true, true, true,
            true);
    private static final int REJECT_BLOCK = RejectDecoder.BLOCK_LENGTH;
    private static final Join JOIN = new Join(7, Start.TIME, 1_700_000_000_000_000_000L, "billing");
    private static final Reject REJECT = new Reject(RejectCode.CLOSING, "text");
    private static final Calls.Data DATA = Calls.Data.of(1, (byte) 1, (byte) 2, (byte) 3);
    private static final Calls.Ack ACK = new Calls.Ack(1, 2);
    private static final Bye BYE = new Bye(1, ByeReason.DONE, "text");
    private static final Calls.Enquiry ENQUIRY = new Calls.Enquiry(-1);
    private static final Calls.Participants PARTICIPANTS = new Calls.Participants(-1, 2, 3);
    private static final Calls.Segment SEGMENT = new Calls.Segment(new UUID(-1, 2), 3);

    private final Calls calls = new Calls();
    private final SessionDecoder decoder = new SessionDecoder(calls);

    static Stream<Object> messages() {
        return Stream.of(JOIN, HELLO, WELCOME, REJECT, DATA, ACK, BYE, ENQUIRY, PARTICIPANTS, SEGMENT);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                malformed(ACK, it -> it.putShort(4, (short) 202, ORDER), "schema id 202 is not 201"),
                malformed(ACK, it -> it.putShort(2, (short) 0, ORDER), "template id 0 is no message"),
                malformed(ACK, it -> it.putShort(2, (short) 9, ORDER), "template id 9 is no message"),
                malformed(ACK, it -> it.putShort(2, (short) -1, ORDER), "template id 65535 is no message"),
                malformed(ACK, it -> it.putLong(confirmedOfAck(), -1, ORDER), "Ack confirmedSequence -1 is negative"),
                malformed(ACK, it -> it.putLong(BLOCK + AckDecoder.creditLimitEncodingOffset(), -2, ORDER),
                        "Ack creditLimit -2 is negative"),
                malformed(DATA, it -> it.putLong(BLOCK, 0, ORDER), "Data sequence 0 is below 1"),
                malformed(DATA, it -> it.putLong(BLOCK, -5, ORDER), "Data sequence -5 is below 1"),
                malformed(DATA, it -> it.putInt(BLOCK + 8, 2, ORDER), "Data payload length 2 does not end"),
                malformed(DATA, it -> it.putInt(BLOCK + 8, 4, ORDER), "Data payload length 4 does not end"),
                malformed(DATA, it -> it.putInt(BLOCK + 8, -1, ORDER), "Data payload length 4294967295 does not end"),
                malformed(PARTICIPANTS, it -> it.putInt(BLOCK + ParticipantsDecoder.producersEncodingOffset(), -1,
                        ORDER), "Participants producers -1 is negative"),
                malformed(PARTICIPANTS, it -> it.putInt(BLOCK + ParticipantsDecoder.consumersEncodingOffset(), -1,
                        ORDER), "Participants consumers -1 is negative"),
                malformed(REJECT, it -> it.putByte(BLOCK, (byte) 0), "Reject code 0 is not known"),
                malformed(REJECT, it -> it.putByte(BLOCK, (byte) 14), "Reject code 14 is not known"),
                malformed(REJECT, it -> it.putByte(BLOCK, (byte) 255), "Reject code 255 is not known"),
                malformed(REJECT, it -> it.putShort(BLOCK + REJECT_BLOCK, (short) 3, ORDER),
                        "Reject text length 3 does not end"),
                malformed(REJECT, it -> it.putShort(BLOCK + REJECT_BLOCK, (short) -1, ORDER),
                        "Reject text length 65535 does not end"),
                malformed(REJECT, it -> it.putByte(BLOCK + REJECT_BLOCK + 3, (byte) 0xC0),
                        "Reject text is not valid UTF-8: 0xc0 at byte 1 of 4"),
                malformed(BYE, it -> it.putLong(BLOCK, -1, ORDER), "Bye lastSequence -1 is negative"),
                malformed(BYE, it -> it.putByte(BLOCK + ByeDecoder.reasonEncodingOffset(), (byte) 8),
                        "Bye reason 8 is not known"),
                malformed(BYE, it -> it.putByte(BLOCK + ByeDecoder.reasonEncodingOffset(), (byte) 255),
                        "Bye reason 255 is not known"),
                malformed(BYE, it -> it.putByte(BLOCK + 14, (byte) 0xE2),
                        "Bye text is not valid UTF-8: 0xe2 at byte 3 of 4"));
    }

    static Stream<Arguments> malformedHellos() {
        int channel = BLOCK + HelloDecoder.BLOCK_LENGTH;
        int features = BLOCK + HelloDecoder.featuresEncodingOffset();
        return Stream.of(
                malformed(HELLO, it -> it.putLong(BLOCK, 0, ORDER), "Hello publisherId 0 is none"),
                malformed(HELLO, it -> it.putLong(BLOCK + HelloDecoder.ownerIdEncodingOffset(), 0, ORDER),
                        "Hello ownerId 0 is none"),
                malformed(HELLO, it -> it.putLong(BLOCK + HelloDecoder.nextSequenceEncodingOffset(), -1, ORDER),
                        "Hello nextSequence -1 is negative"),
                malformed(HELLO, it -> it.putLong(BLOCK + HelloDecoder.creditLimitEncodingOffset(), -1, ORDER),
                        "Hello creditLimit -1 is negative"),
                malformed(HELLO, it -> it.putInt(BLOCK + HelloDecoder.maxMessageLengthEncodingOffset(), -1, ORDER),
                        "Hello maxMessageLength -1 is negative"),
                malformed(HELLO, it -> it.putInt(BLOCK + HelloDecoder.capacityEncodingOffset(), -1, ORDER),
                        "Hello capacity -1 is negative"),
                malformed(HELLO, it -> it.putShort(BLOCK + HelloDecoder.protocolVersionEncodingOffset(), (short) 0,
                        ORDER), "Hello protocolVersion 0 is below 1"),
                malformed(HELLO, it -> it.putByte(BLOCK + HelloDecoder.kindEncodingOffset(), (byte) 100),
                        "Hello kind 100 is not known"),
                malformed(HELLO, it -> it.putByte(BLOCK + HelloDecoder.roleEncodingOffset(), (byte) 5),
                        "Hello role 5 is not known"),
                malformed(HELLO, it -> it.putByte(BLOCK + HelloDecoder.roleEncodingOffset(), (byte) 255),
                        "Hello role 255 is not known"),
                malformed(HELLO, it -> it.putByte(BLOCK + HelloDecoder.slowConsumerEncodingOffset(), (byte) 4),
                        "Hello slowConsumer 4 is not known"),
                malformed(HELLO, it -> it.putByte(features, (byte) 0b00110),
                        "Hello features has both singleProducer and manyProducers"),
                malformed(HELLO, it -> it.putByte(features, (byte) 0b11000),
                        "Hello features has both ephemeral and persistent"),
                malformed(HELLO, it -> it.putByte(channel, (byte) 5), "Hello channel length 5 does not end"),
                malformed(HELLO, it -> it.putByte(channel, (byte) 255), "Hello channel length 255 does not end"),
                malformed(HELLO, it -> it.putByte(channel + 1, (byte) '.'), "Hello channel has 0x2e at 0"),
                malformed(HELLO, it -> it.putByte(channel + 2, (byte) '/'), "Hello channel has 0x2f at 1"),
                malformed(HELLO, it -> it.putByte(channel + 6, (byte) 0), "Hello channel has 0x0 at 5"),
                malformed(HELLO, it -> it.putByte(channel + 6, (byte) 0xE9), "Hello channel has 0xe9 at 5"));
    }

    static Stream<Arguments> malformedWelcomes() {
        return Stream.of(
                malformed(WELCOME, it -> it.putLong(BLOCK, 0, ORDER), "Welcome ownerId 0 is none"),
                malformed(WELCOME, it -> it.putLong(BLOCK + WelcomeDecoder.confirmedSequenceEncodingOffset(), -1,
                        ORDER), "Welcome confirmedSequence -1 is negative"),
                malformed(WELCOME, it -> it.putLong(BLOCK + WelcomeDecoder.creditLimitEncodingOffset(), -1, ORDER),
                        "Welcome creditLimit -1 is negative"),
                malformed(WELCOME, it -> it.putInt(BLOCK + WelcomeDecoder.maxMessageLengthEncodingOffset(), -1, ORDER),
                        "Welcome maxMessageLength -1 is negative"),
                malformed(WELCOME, it -> it.putInt(BLOCK + WelcomeDecoder.capacityEncodingOffset(), -1, ORDER),
                        "Welcome capacity -1 is negative"),
                malformed(WELCOME, it -> it.putShort(BLOCK + WelcomeDecoder.protocolVersionEncodingOffset(), (short) 0,
                        ORDER), "Welcome protocolVersion 0 is below 1"),
                malformed(WELCOME, it -> it.putByte(BLOCK + WelcomeDecoder.kindEncodingOffset(), (byte) 255),
                        "Welcome kind 255 is not known"),
                malformed(WELCOME, it -> it.putByte(BLOCK + WelcomeDecoder.kindEncodingOffset(), (byte) 0),
                        "Welcome kind 0 is not known"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource({"malformed", "malformedHellos", "malformedWelcomes"})
    void refusesAMalformedMessageAndNamesFieldAndValue(Object message, Consumer<UnsafeBuffer> damage, String text) {
        UnsafeBuffer payload = payload(message);
        damage.accept(payload);

        assertRefused(payload, text);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesEveryMessageThatIsCutShort(Object message) {
        UnsafeBuffer whole = payload(message);
        for (int length = 0; length < whole.capacity(); length++) {
            assertRefused(new UnsafeBuffer(Arrays.copyOf(whole.byteArray(), length)), "");
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesWhatFollowsAMessage(Object message) {
        UnsafeBuffer whole = payload(message);
        UnsafeBuffer longer = new UnsafeBuffer(Arrays.copyOf(whole.byteArray(), whole.capacity() + 1));

        assertRefused(longer, "");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesABlockThatIsTooShortOrLeavesTheFrame(Object message) {
        UnsafeBuffer payload = payload(message);
        int blockLength = payload.getShort(0, ORDER);

        payload.putShort(0, (short) (blockLength - 1), ORDER);
        assertRefused(payload, "block length " + (blockLength - 1) + " is less than " + blockLength);
        payload.putShort(0, (short) -1, ORDER);
        assertRefused(payload, "block length 65535 leaves the frame");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsTheMessageOfALaterVersionWithALongerBlock(Object message) {
        byte[] whole = payload(message).byteArray();
        int blockLength = new UnsafeBuffer(whole).getShort(0, ORDER);
        byte[] later = Arrays.copyOf(whole, whole.length + 5);
        Arrays.fill(later, BLOCK + blockLength, BLOCK + blockLength + 5, (byte) 0x77);
        System.arraycopy(whole, BLOCK + blockLength, later, BLOCK + blockLength + 5,
                whole.length - BLOCK - blockLength);
        UnsafeBuffer payload = new UnsafeBuffer(later);
        payload.putShort(0, (short) (blockLength + 5), ORDER);
        payload.putShort(6, (short) 3, ORDER);

        assertThat(decode(decoder, payload)).isTrue();
        assertThat(calls.all()).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource({"4, 50", "5, 58"})
    void readsAHelloOfAnEarlierVersionWithoutLaterProperties(short version, int block) {
        byte[] whole = payload(HELLO).byteArray();
        int name = BLOCK + HelloDecoder.BLOCK_LENGTH;
        byte[] former = Arrays.copyOf(whole, whole.length - HelloDecoder.BLOCK_LENGTH + block);
        System.arraycopy(whole, name, former, BLOCK + block, whole.length - name);
        UnsafeBuffer payload = new UnsafeBuffer(former);
        payload.putShort(0, (short) block, ORDER);
        payload.putShort(6, version, ORDER);

        assertThat(decode(decoder, payload)).isTrue();
        assertThat(calls.all()).containsExactly(HELLO);
    }

    @Test
    void ignoresFeaturesAndTraitsOfALaterVersion() {
        UnsafeBuffer hello = payload(HELLO);
        hello.putByte(BLOCK + HelloDecoder.featuresEncodingOffset(), (byte) 0b1110_0001);
        UnsafeBuffer welcome = payload(WELCOME);
        welcome.putByte(BLOCK + WelcomeDecoder.traitsEncodingOffset(), (byte) 0xFF);

        decode(decoder, hello);
        decode(decoder, welcome);

        assertThat(calls.all()).containsExactly(HELLO, WELCOME);
    }

    @Test
    void refusesAnotherEncodingThanSbe() {
        UnsafeBuffer payload = payload(ACK);

        assertThatExceptionOfType(SessionException.class)
                .isThrownBy(() -> decoder.decode(payload, 0, payload.capacity(), 0x5BE0))
                .withMessageStartingWith("encoding type 0x5be0 is not 0xeb50");
    }

    @Test
    void refusesANameOfNoneOrTooManyCharacters() {
        byte[] bytes = Arrays.copyOf(payload(HELLO).byteArray(), BLOCK + HelloDecoder.BLOCK_LENGTH + 1 + 65);
        Arrays.fill(bytes, BLOCK + HelloDecoder.BLOCK_LENGTH, bytes.length, (byte) 'A');

        assertRefused(new UnsafeBuffer(bytes), "Hello channel has 65 characters");
        byte[] none = Arrays.copyOf(bytes, BLOCK + HelloDecoder.BLOCK_LENGTH + 1);
        none[none.length - 1] = 0;
        assertRefused(new UnsafeBuffer(none), "Hello channel has 0 characters");
    }

    @Test
    void refusesATextBeyondTheMaximum() {
        byte[] bytes = Arrays.copyOf(payload(REJECT).byteArray(), BLOCK + REJECT_BLOCK + 2 + 1025);
        new UnsafeBuffer(bytes).putShort(BLOCK + REJECT_BLOCK, (short) 1025, ORDER);

        assertRefused(new UnsafeBuffer(bytes), "Reject text of 1025 bytes is longer than 1024");
    }

    @Test
    void acceptsCharactersOfAnyLengthInATextOfTheGreatestLength() {
        Bye bye = new Bye(0, ByeReason.INTERNAL, "\u20ac\u00e9\ud83d\ude00" + "x".repeat(1024 - 9));
        assertThat(bye.text().getBytes(StandardCharsets.UTF_8)).hasSize(1024);

        decode(decoder, payload(bye));

        assertThat(calls.all()).containsExactly(bye);
    }

    @Test
    void onlyAPublisherNeedsAnIdAndOnlyResumingNeedsAnOwner() {
        Hello observer = new Hello(0, 0, 0, 0, 1, Role.OBSERVER, null, false, Terms.NONE, "orders");

        decode(decoder, payload(observer));

        assertThat(calls.all()).containsExactly(observer);
    }

    @Test
    void readsAtTheOffsetItIsGiven() {
        for (Object message : messages().toList()) {
            byte[] payload = payload(message).byteArray();
            UnsafeBuffer buffer = new UnsafeBuffer(new byte[13 + payload.length + 13]);
            buffer.putBytes(13, payload);
            decoder.decode(buffer, 13, payload.length, SofhHeader.SBE_LITTLE_ENDIAN);
        }

        assertThat(calls.all()).isEqualTo(messages().toList());
    }

    @Test
    void decodesDataOfVersion1() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        DataEncoder data = new DataEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).sequence(7)
                .timestamp(8).publisherId(9).putPayload(new byte[]{1, 2}, 0, 2);
        Calls calls = new Calls();

        new SessionDecoder(calls).decode(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + data.encodedLength(),
                SofhHeader.SBE_LITTLE_ENDIAN);

        assertThat(calls.all()).containsExactly(Calls.Data.of(7, (byte) 1, (byte) 2));
    }

    @Test
    void tellsWhetherDataWasTaken() {
        assertThat(decode(new SessionDecoder(new Calls(() -> false)), payload(DATA))).isFalse();
        assertThat(decode(decoder, payload(DATA))).isTrue();
    }

    @Test
    void aHandlerExpectsOnlyWhatItImplements() {
        SessionDecoder expectsNothing = new SessionDecoder(new SessionHandler() {
        });
        List<String> names = List.of("Join", "Hello", "Welcome", "Reject", "Data", "Ack", "Bye", "Enquiry",
                "Participants", "Segment");
        List<Object> all = messages().toList();

        for (int i = 0; i < names.size(); i++) {
            UnsafeBuffer payload = payload(all.get(i));
            assertThatExceptionOfType(SessionException.class).isThrownBy(() -> decode(expectsNothing, payload))
                    .withMessage(names.get(i) + " is not expected here");
        }
    }

    private static Arguments malformed(Object message, Consumer<UnsafeBuffer> damage, String text) {
        return Arguments.of(message, damage, text);
    }

    private static int confirmedOfAck() {
        return BLOCK + AckDecoder.confirmedSequenceEncodingOffset();
    }

    private void assertRefused(UnsafeBuffer payload, String text) {
        assertThatExceptionOfType(SessionException.class).isThrownBy(() -> decode(decoder, payload))
                .withMessageContaining(text);
        assertThat(calls.all()).isEmpty();
    }

    private static boolean decode(SessionDecoder decoder, UnsafeBuffer payload) {
        return decoder.decode(payload, 0, payload.capacity(), SofhHeader.SBE_LITTLE_ENDIAN);
    }

    private static UnsafeBuffer payload(Object message) {
        byte[] frame = Calls.frame(message);
        return new UnsafeBuffer(Arrays.copyOfRange(frame, SofhHeader.LENGTH, frame.length));
    }
}
