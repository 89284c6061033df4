package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.support.SharedMemoryDirectory;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The descriptions of channels: their checks, their defaults, and that they do not change. */
class ChannelDescriptionTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo rondo;
    private Queue queue;
    private Topic topic;

    @BeforeEach
    void connect() {
        rondo = Rondo.connect(RondoConfig.builder().directory(directory).build());
        queue = rondo.queue("q");
        topic = rondo.topic("t");
    }

    @AfterEach
    void disconnect() {
        rondo.close();
    }

    @Test
    void aSetterReturnsACopyAndLeavesTheOriginal() {
        Queue large = queue.capacity(8192);
        Queue small = queue.capacity(4096);
        try (Publisher out = large.publisher()) {
            assertThat(out.maxMessageLength()).isEqualTo(4088);
            assertThatThrownBy(small::subscriber).isInstanceOf(ChannelMismatchException.class)
                    .hasMessageContainingAll("8192", "4096");
            queue.subscriber().close();
        }
    }

    @Test
    void theKindIsExplicitAndComparedAlsoForASubscriberThatStartsFirst() {
        queue.subscriber().close();
        assertThatThrownBy(rondo.topic("q")::publisher).isInstanceOf(ChannelMismatchException.class)
                .hasMessageContaining("channel q");
    }

    @Test
    void aNameIsCheckedBeforeAChannelIsOpened() {
        for (String name : new String[]{"", "a/b", ".hidden", "a@b", "x".repeat(65)}) {
            refuses(() -> rondo.queue(name), "name");
            refuses(() -> rondo.topic(name), "name");
        }
    }

    @Test
    void aCapacityIsAPowerOfTwoFromAPageToHalfAGibibyte() {
        for (int capacity : new int[]{3000, 0, -4096, 2048, 4097, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refuses(() -> queue.capacity(capacity), "capacity " + capacity, "power of two");
        }
        for (int capacity = 4096; capacity <= 512 << 20; capacity *= 2) {
            assertThat(queue.capacity(capacity).name()).isEqualTo("q");
        }
    }

    @Test
    void theLongestMessageIsHalfTheCapacityLessTheHeader() {
        refuses(() -> queue.maxMessageLength(-1), "-1");
        refuses(queue.maxMessageLength(2041).capacity(4096)::publisher, "2041", "2040", "4096");
        refuses(queue.capacity(4096).maxMessageLength(Integer.MAX_VALUE)::publisher, "2147483647", "2040");
        try (Publisher out = queue.maxMessageLength(2040).capacity(4096).publisher()) {
            assertThat(out.maxMessageLength()).isEqualTo(2040);
        }
    }

    @Test
    void schemaIdAndVersionAreUnsignedShorts() {
        refuses(() -> topic.schema(-1, 0), "schema id -1", "65535");
        refuses(() -> topic.schema(65536, 0), "schema id 65536");
        refuses(() -> topic.schema(0, -1), "schema version -1");
        refuses(() -> topic.schema(0, 65536), "schema version 65536");
        topic.schema(65535, 65535).publisher().close();
    }

    @Test
    void aFileModeIsPrivateOrTheGroups() {
        refuses(() -> queue.fileMode(0777), "0777", "0600 or 0660");
        refuses(() -> queue.fileMode(0), "00");
        refuses(() -> queue.fileMode(0640), "0640");
        queue.fileMode(0660).publisher().close();
    }

    @Test
    void participantsAreCountedFromTwoToAThousandAndTwentyFour() {
        refuses(() -> topic.maxParticipants(0), "0", "1024");
        refuses(() -> topic.maxParticipants(1025), "1025", "1024");
    }

    @Test
    void aLingerIsNotNegative() {
        refuses(() -> queue.linger(Duration.ofNanos(-1)), "linger");
    }

    @Test
    void aProcessingDeadlineIsWholeMillisecondsUpToAnHour() {
        WorkQueue queue = rondo.workQueue("x").processingDeadline(Duration.ZERO)
                .processingDeadline(Duration.ofHours(1));
        for (Duration deadline : List.of(Duration.ofMillis(-1), Duration.ofNanos(1), Duration.ofHours(1).plusMillis(1),
                Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE))) {
            refuses(() -> queue.processingDeadline(deadline), "processing deadline " + deadline, "PT1H");
        }
    }

    @Test
    void theLongestRequestOfAServiceIsComparedWithItsCapacityOnOpening() {
        Service small = rondo.service("x").capacity(4096);
        refuses(small.maxMessageLength(Integer.MAX_VALUE)::responder, "max message length 2147483647", "2016");
        refuses(small.maxMessageLength(2017)::responder, "max message length 2017 is more than 2016", "4096");
        try (Responder responder = small.maxMessageLength(2016).responder();
                Requester requester = small.maxMessageLength(2016).requester()) {
            assertThat(requester.maxMessageLength()).isEqualTo(2016);
            assertThat(responder.requesters()).isZero();
        }
    }

    @Test
    void aServiceHasNoMoreRespondersThanParticipants() {
        for (Transport transport : List.of(Transport.SHM, Transport.SOCKET)) {
            Service service = rondo.service("x").transport(transport).responders(3).maxParticipants(2);
            refuses(service::requester, "responders 3 is more than max participants 2");
            refuses(service::responder, "responders 3 is more than max participants 2");
        }
    }

    @Test
    void nullIsRefusedAtOnceByTheNameOfTheParameter() {
        refusesNull(() -> rondo.queue(null), "name");
        refusesNull(() -> rondo.sequencedTopic("x").durable(null), "name");
        refusesNull(() -> queue.fenceSide(null), "side");
        refusesNull(() -> queue.waitStrategy(null), "strategy");
        refusesNull(() -> queue.transport(null), "transport");
        refusesNull(() -> queue.linger(null), "longest");
        refusesNull(() -> topic.slowConsumer(null), "policy");
        refusesNull(() -> rondo.workQueue("x").processingDeadline(null), "deadline");
        refusesNull(() -> rondo.service("x").deadline(null), "deadline");
        refusesNull(() -> Rondo.connect(null), "config");
        refusesNull(() -> Buffers.wrap((byte[]) null), "bytes");
        refusesNull(() -> Buffers.wrap((MemorySegment) null), "segment");
    }

    private static void refusesNull(ThrowingCallable call, String name) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
    }

    private static void refuses(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }
}
