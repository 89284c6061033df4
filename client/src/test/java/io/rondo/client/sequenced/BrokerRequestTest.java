package io.rondo.client.sequenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Durability;
import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.segment.SegmentSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerRequestTest {
    private static final SegmentSpec ALL = SegmentSpec.builder().topic(true).sequenced(0).capacity(4096)
            .maxMessageLength(100).maxParticipants(7).schema(3, 4).fenceSide(FenceSide.WAKER).fileMode(0660).build();

    @Test
    void aRequestThatWasWrittenIsParsed() {
        TopicRequest parsed = (TopicRequest) BrokerRequest
                .parse(new TopicRequest("orders", ALL, Durability.DISK).toLine());
        assertThat(parsed.topic()).isEqualTo("orders");
        assertThat(parsed.durability()).isEqualTo(Durability.DISK);
        assertThat(parsed.properties()).usingRecursiveComparison().isEqualTo(ALL);
        TopicRequest bare = (TopicRequest) BrokerRequest
                .parse(new TopicRequest("o", SegmentSpec.builder().topic(true).sequenced(0).build(), null).toLine());
        assertThat(bare.properties().capacity()).isNull();
        assertThat(bare.durability()).isNull();
        for (BrokerRequest request : List.of(new ProducerRequest("o", 99), new SubscribeRequest("o", "billing", 7),
                new UnsubscribeRequest("o", "billing"))) {
            assertThat(BrokerRequest.parse(request.toLine())).isEqualTo(request);
        }
        assertThat(new TopicRequest("x".repeat(61), ALL, Durability.MEMORY).toLine())
                .hasSizeLessThan(BrokerRequest.MAX_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1", "1 open", "2 open orders", "1 close orders", "1 open or/ders", "1 open .x",
        "1 open orders@in", "1 open orders capacity", "1 open orders capacity=", "1 open orders capacity=5",
        "1 open orders capacity=4096 ", "1 open orders max-message=-1", "1 open orders schema=1",
        "1 open orders schema=1:2:3", "1 open orders schema=70000:1", "1 open orders fence-side=none",
        "1 open orders file-mode=0777", "1 open orders file-mode=9", "1 open orders durability=eternal",
        "1 open orders capacity=99999999999", "1 open orders max-participants=0", "1 open orders colour=red",
        "1 producer orders", "1 producer orders 0", "1 producer orders -1", "1 producer orders 4611686018427387903",
        "1 producer orders x", "1 producer orders 1 2", "1 subscribe orders", "1 subscribe orders a",
        "1 subscribe orders a 0", "1 subscribe orders .a 1", "1 unsubscribe orders", "1 unsubscribe orders a 1"})
    void anInvalidRequestIsRefused(String line) {
        assertThatThrownBy(() -> BrokerRequest.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomBytesAreRefusedOrParsed() {
        Random random = new Random(5);
        byte[] valid = new TopicRequest("orders", ALL, Durability.OS).toLine().getBytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = valid.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(128);
            }
            try {
                assertThat(BrokerRequest.parse(new String(changed)).topic()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void anAnswerThatWasWrittenIsParsed() {
        assertThat(BrokerResponse.parse(BrokerResponse.ok(42).toLine()).valueOrThrow()).isEqualTo(42);
        for (RuntimeException e : List.of(new ChannelMismatchException("a b"), new NoSpaceException("full"),
                new UnavailableException("not now"), new IllegalArgumentException("wrong"),
                new RondoException("other\nline"))) {
            BrokerResponse parsed = BrokerResponse.parse(BrokerResponse.error(e).toLine());
            assertThatThrownBy(parsed::valueOrThrow).isExactlyInstanceOf(e.getClass())
                    .hasMessage(e.getMessage().replace('\n', '?'));
        }
        String longest = BrokerResponse.error(new RondoException("x".repeat(10_000))).toLine();
        assertThat(longest).hasSizeLessThan(BrokerResponse.MAX_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "ok x", "error", "error failed", "error nothing x", "yes 1"})
    void anInvalidAnswerIsRefused(String line) {
        assertThatThrownBy(() -> BrokerResponse.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }
}
