package io.rondo.codecs.control;

import static io.rondo.codecs.RandomRuns.anyLong;
import static io.rondo.codecs.RandomRuns.bytes;
import static io.rondo.codecs.RandomRuns.oneOf;
import static io.rondo.codecs.RandomRuns.repeat;
import static io.rondo.codecs.RandomRuns.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.RandomRuns;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Encoding and decoding of random messages of the session protocol. */
class ControlMessagesTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

    record Numbers(long publisherId, long ownerId, long sequence, long credit) {}

    record Schema(int id, int version) {}

    record Asked(ChannelKind kind, Role role, SlowConsumer slowConsumer, boolean resume, boolean singleProducer) {}

    @Test
    void helloDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            int offset = upTo(random, 100);
            Numbers numbers = numbers(random);
            int maxMessageLength = (int) anyLong(random);
            int protocolVersion = upTo(random, 65_535);
            Schema schema = new Schema(upTo(random, 65_535), upTo(random, 65_535));
            Asked asked = asked(random);
            String channel = RandomRuns.text(random, 64, '-', 'z');
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
                    new Numbers(decoder.publisherId(), decoder.ownerId(), decoder.nextSequence(),
                            decoder.creditLimit()))
                    .isEqualTo(numbers);
            assertThat(decoder.maxMessageLength()).isEqualTo(maxMessageLength);
            assertThat(decoder.protocolVersion()).isEqualTo(protocolVersion);
            assertThat(new Schema(decoder.schemaId(), decoder.schemaVersion())).isEqualTo(schema);
            FeaturesDecoder features = decoder.features();
            assertThat(new Asked(decoder.kind(), decoder.role(), decoder.slowConsumer(), features.resume(),
                    features.singleProducer())).isEqualTo(asked);
            assertThat(decoder.channel()).isEqualTo(channel);
            assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
        });
    }

    @Test
    void welcomeDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            Numbers numbers = numbers(random);
            int maxMessageLength = (int) anyLong(random);
            int protocolVersion = upTo(random, 65_535);
            Schema schema = new Schema(upTo(random, 65_535), upTo(random, 65_535));
            ChannelKind kind = kind(random);
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
        });
    }

    @Test
    void rejectDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            RejectCode code = oneOf(random, RejectCode.values());
            String text = text(random);
            RejectEncoder encoder = new RejectEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder).code(code)
                    .text(text);

            RejectDecoder decoder = new RejectDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
            assertThat(decoder.code()).isEqualTo(code);
            assertThat(decoder.text()).isEqualTo(text);
            assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
        });
    }

    @Test
    void dataDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            long sequence = anyLong(random);
            byte[] payload = bytes(random, 1000);
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
        });
    }

    @Test
    void ackDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            long sequence = anyLong(random);
            long credit = anyLong(random);
            AckEncoder encoder = new AckEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder)
                    .confirmedSequence(sequence)
                    .creditLimit(credit);

            AckDecoder decoder = new AckDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
            assertThat(decoder.confirmedSequence()).isEqualTo(sequence);
            assertThat(decoder.creditLimit()).isEqualTo(credit);
            assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
        });
    }

    @Test
    void byeDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            long sequence = anyLong(random);
            ByeReason reason = oneOf(random, ByeReason.values());
            String text = text(random);
            ByeEncoder encoder = new ByeEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder).lastSequence(sequence)
                    .reason(reason).text(text);

            ByeDecoder decoder = new ByeDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
            assertThat(decoder.lastSequence()).isEqualTo(sequence);
            assertThat(decoder.reason()).isEqualTo(reason);
            assertThat(decoder.text()).isEqualTo(text);
            assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
        });
    }

    private static Numbers numbers(Random random) {
        return new Numbers(anyLong(random), anyLong(random), anyLong(random), anyLong(random));
    }

    private static ChannelKind kind(Random random) {
        return oneOf(random, ChannelKind.values());
    }

    private static Asked asked(Random random) {
        return new Asked(kind(random), oneOf(random, Role.values()), oneOf(random, SlowConsumer.values()),
                random.nextBoolean(), random.nextBoolean());
    }

    private static String text(Random random) {
        return RandomRuns.text(random, 200, '\0', '\uD7FF');
    }
}
