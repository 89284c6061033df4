package io.rondo.codecs.control;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.concurrent.UnsafeBuffer;

class ControlProperties {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

    record Numbers(long publisherId, long ownerId, long sequence, long credit) {}

    record Schema(int id, int version) {}

    record Asked(ChannelKind kind, Role role, SlowConsumer slowConsumer, boolean resume, boolean singleProducer) {}

    @Property
    void helloDecodesToWhatWasEncoded(@ForAll @IntRange(max = 100) int offset, @ForAll("numbers") Numbers numbers,
            @ForAll int maxMessageLength, @ForAll @IntRange(max = 65_535) int protocolVersion,
            @ForAll("schemas") Schema schema, @ForAll("asked") Asked asked, @ForAll("names") String channel) {
        HelloEncoder encoder = new HelloEncoder().wrapAndApplyHeader(buffer, offset, headerEncoder);
        encoder.publisherId(numbers.publisherId).ownerId(numbers.ownerId).nextSequence(numbers.sequence)
                .creditLimit(numbers.credit).maxMessageLength(maxMessageLength).protocolVersion(protocolVersion)
                .schemaId(schema.id).schemaVersion(schema.version).kind(asked.kind).role(asked.role)
                .slowConsumer(asked.slowConsumer);
        encoder.features().clear().resume(asked.resume).singleProducer(asked.singleProducer);
        encoder.channel(channel);

        HelloDecoder decoder = new HelloDecoder().wrapAndApplyHeader(buffer, offset, headerDecoder);
        assertThat(headerDecoder.schemaId()).isEqualTo(HelloDecoder.SCHEMA_ID);
        assertThat(
                new Numbers(decoder.publisherId(), decoder.ownerId(), decoder.nextSequence(), decoder.creditLimit()))
                .isEqualTo(numbers);
        assertThat(decoder.maxMessageLength()).isEqualTo(maxMessageLength);
        assertThat(decoder.protocolVersion()).isEqualTo(protocolVersion);
        assertThat(new Schema(decoder.schemaId(), decoder.schemaVersion())).isEqualTo(schema);
        FeaturesDecoder features = decoder.features();
        assertThat(new Asked(decoder.kind(), decoder.role(), decoder.slowConsumer(), features.resume(),
                features.singleProducer())).isEqualTo(asked);
        assertThat(decoder.channel()).isEqualTo(channel);
        assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
    }

    @Property
    void welcomeDecodesToWhatWasEncoded(@ForAll("numbers") Numbers numbers, @ForAll int maxMessageLength,
            @ForAll @IntRange(max = 65_535) int protocolVersion, @ForAll("schemas") Schema schema,
            @ForAll("kinds") ChannelKind kind) {
        WelcomeEncoder encoder = new WelcomeEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder)
                .ownerId(numbers.ownerId).confirmedSequence(numbers.sequence).creditLimit(numbers.credit)
                .maxMessageLength(maxMessageLength).protocolVersion(protocolVersion).schemaId(schema.id)
                .schemaVersion(schema.version).kind(kind);

        WelcomeDecoder decoder = new WelcomeDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        assertThat(decoder.ownerId()).isEqualTo(numbers.ownerId);
        assertThat(decoder.confirmedSequence()).isEqualTo(numbers.sequence);
        assertThat(decoder.creditLimit()).isEqualTo(numbers.credit);
        assertThat(decoder.maxMessageLength()).isEqualTo(maxMessageLength);
        assertThat(decoder.protocolVersion()).isEqualTo(protocolVersion);
        assertThat(new Schema(decoder.schemaId(), decoder.schemaVersion())).isEqualTo(schema);
        assertThat(decoder.kind()).isEqualTo(kind);
        assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
    }

    @Property
    void rejectDecodesToWhatWasEncoded(@ForAll("rejectCodes") RejectCode code, @ForAll("texts") String text) {
        RejectEncoder encoder = new RejectEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder).code(code).text(text);

        RejectDecoder decoder = new RejectDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        assertThat(decoder.code()).isEqualTo(code);
        assertThat(decoder.text()).isEqualTo(text);
        assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
    }

    @Property
    void dataDecodesToWhatWasEncoded(@ForAll long sequence, @ForAll @Size(max = 1000) byte[] payload) {
        DataEncoder encoder = new DataEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder).sequence(sequence)
                .putPayload(payload, 0, payload.length);

        DataDecoder decoder = new DataDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        UnsafeBuffer inPlace = new UnsafeBuffer();
        assertThat(decoder.sequence()).isEqualTo(sequence);
        decoder.wrapPayload(inPlace);
        byte[] decoded = new byte[inPlace.capacity()];
        inPlace.getBytes(0, decoded);
        assertThat(decoded).isEqualTo(payload);
        assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
    }

    @Property
    void ackDecodesToWhatWasEncoded(@ForAll long sequence, @ForAll long credit) {
        AckEncoder encoder = new AckEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder).confirmedSequence(sequence)
                .creditLimit(credit);

        AckDecoder decoder = new AckDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        assertThat(decoder.confirmedSequence()).isEqualTo(sequence);
        assertThat(decoder.creditLimit()).isEqualTo(credit);
        assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
    }

    @Property
    void byeDecodesToWhatWasEncoded(@ForAll long sequence, @ForAll("byeReasons") ByeReason reason,
            @ForAll("texts") String text) {
        ByeEncoder encoder = new ByeEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder).lastSequence(sequence)
                .reason(reason).text(text);

        ByeDecoder decoder = new ByeDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
        assertThat(decoder.lastSequence()).isEqualTo(sequence);
        assertThat(decoder.reason()).isEqualTo(reason);
        assertThat(decoder.text()).isEqualTo(text);
        assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
    }

    @Provide
    Arbitrary<Numbers> numbers() {
        Arbitrary<Long> any = Arbitraries.longs();
        return Combinators.combine(any, any, any, any).as(Numbers::new);
    }

    @Provide
    Arbitrary<Schema> schemas() {
        Arbitrary<Integer> uint16 = Arbitraries.integers().between(0, 65_535);
        return Combinators.combine(uint16, uint16).as(Schema::new);
    }

    @Provide
    Arbitrary<ChannelKind> kinds() {
        return Arbitraries.of(ChannelKind.class).filter(value -> value != ChannelKind.SBE_UNKNOWN);
    }

    @Provide
    Arbitrary<Asked> asked() {
        Arbitrary<Boolean> any = Arbitraries.of(true, false);
        return Combinators.combine(kinds(), Arbitraries.of(Role.class).filter(value -> value != Role.SBE_UNKNOWN),
                Arbitraries.of(SlowConsumer.class).filter(value -> value != SlowConsumer.SBE_UNKNOWN), any, any)
                .as(Asked::new);
    }

    @Provide
    Arbitrary<RejectCode> rejectCodes() {
        return Arbitraries.of(RejectCode.class).filter(value -> value != RejectCode.SBE_UNKNOWN);
    }

    @Provide
    Arbitrary<ByeReason> byeReasons() {
        return Arbitraries.of(ByeReason.class).filter(value -> value != ByeReason.SBE_UNKNOWN);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().alpha().numeric().withChars("._-").ofMaxLength(64);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange('\0', '\uD7FF').ofMaxLength(200);
    }
}
