package io.rondo.client.service.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Claim;
import io.rondo.client.Subscriber;
import io.rondo.client.UnavailableException;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.support.ConnectionFixture;
import io.rondo.client.support.Warnings;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.service.ResponseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of responses before and after the response queue is attached. */
class ResponsePathTest extends ConnectionFixture {
    private static final long REQUESTER = 7;
    private static final DirectBuffer BYTES = Buffers.allocate(1 << 16);
    /** Longer than the queue's longest message, shorter than what is kept. */
    private static final int TOO_LONG = 3000;

    private final CountDownLatch attachable = new CountDownLatch(1);
    private final AtomicInteger attempts = new AtomicInteger();
    private Supplier<PublisherEndpoint> attach = this::publisher;
    private final List<Long> released = new ArrayList<>();
    private Subscriber responses;
    private ResponsePaths paths;

    @BeforeEach
    void open() {
        responses = rondo().queue("responses").capacity(4096).subscriber();
        paths = new ResponsePaths("s", new ResponseQueues() {
            @Override
            public PublisherEndpoint tryAttach(String name) {
                return null;
            }

            @Override
            public PublisherEndpoint attach(String name) {
                attempts.incrementAndGet();
                Watchdog.await("permission", () -> attachable.getCount() == 0);
                return attach.get();
            }
        }, released::add);
    }

    @AfterEach
    void close() {
        attachable.countDown();
        paths.close();
    }

    private PublisherEndpoint publisher() {
        return (PublisherEndpoint) rondo().queue("responses").publisher();
    }

    private static boolean send(ResponsePath path, ResponseKind kind, long correlation, int length) {
        return path.send(kind, correlation, 0, BYTES, 0, length);
    }

    /** Polls records of the form "KIND correlation". */
    private List<String> received(int count) {
        List<String> records = new ArrayList<>();
        ResponseHeader header = new ResponseHeader();
        Watchdog.await("responses", () -> {
            responses.poll((buffer, offset, length) -> {
                header.read(buffer, offset, length);
                records.add(header.kind() + " " + header.correlation());
            }, 100);
            return records.size() >= count;
        });
        return records;
    }

    private void maintainUntilAttached(ResponsePath path) {
        attachable.countDown();
        Watchdog.await("attachment", () -> {
            paths.maintain(System.nanoTime());
            return path.maxLength() < PendingAttachment.MAX_BYTES || path.isGone();
        });
    }

    @Test
    void requestersThatCannotBeAnsweredAreReportedOnce() {
        attach = () -> {
            throw new ChannelMismatchException("transports of " + this);
        };
        attachable.countDown();
        try (Warnings warnings = Warnings.containing("transports of " + this)) {
            for (String requester : List.of("first", "second")) {
                PendingAttachment attachment = paths.attach(requester);
                Watchdog.await("the end of the attachment", () -> attachment.result() != null);
            }
            assertThat(warnings.found()).singleElement().asString().contains("use transport auto on both sides");
        }
    }

    @Test
    void whatFollowsAKeptResponseThatDoesNotFitIsNotDelivered() {
        ResponsePath path = paths.of(REQUESTER);
        assertThat(send(path, ResponseKind.PART, 1, 10)).isTrue();
        assertThat(send(path, ResponseKind.PART, 1, TOO_LONG)).isTrue();
        assertThat(send(path, ResponseKind.END, 2, 10)).isTrue();
        assertThat(send(path, ResponseKind.END, 1, 10)).isTrue();
        maintainUntilAttached(path);
        assertThat(received(3)).containsExactly("PART 1", "END 2", "LOST 1");
        assertThat(paths.dropped()).isEqualTo(2);
    }

    @Test
    void aResponderThatDoesNotPollStillSendsWhatItKept() {
        ResponsePath path = paths.of(REQUESTER);
        assertThat(send(path, ResponseKind.END, 1, 10)).isTrue();
        assertThat(send(path, ResponseKind.END, 2, TOO_LONG)).isTrue();
        attachable.countDown();
        assertThat(received(2)).containsExactly("END 1", "LOST 2");
    }

    @Test
    void keptResponsesOfARequesterThatCannotBeReachedCountAsDropped() {
        attach = () -> null;
        ResponsePath path = paths.of(REQUESTER);
        assertThat(send(path, ResponseKind.END, 1, 10)).isTrue();
        assertThat(send(path, ResponseKind.END, 2, 10)).isTrue();
        maintainUntilAttached(path);
        assertThat(path.isGone()).isTrue();
        assertThat(paths.dropped()).isEqualTo(2);
        assertThat(send(path, ResponseKind.END, 3, 10)).isFalse();
    }

    @Test
    void aRequestIsHeldUntilItsKeptResponseIsSent() {
        ResponsePath path = paths.of(REQUESTER);
        assertThat(send(path, ResponseKind.END, 1, 10)).isTrue();
        assertThat(path.hold(11)).isTrue();
        assertThat(path.hold(12)).isTrue();
        paths.maintain(System.nanoTime());
        assertThat(released).isEmpty();
        maintainUntilAttached(path);
        assertThat(released).containsExactly(11L, 12L);
        assertThat(path.hold(13)).isFalse();
    }

    @Test
    void aRequestOfARequesterThatCannotBeReachedIsNotHeld() {
        attach = () -> null;
        ResponsePath path = paths.of(REQUESTER);
        assertThat(path.hold(11)).isTrue();
        maintainUntilAttached(path);
        assertThat(released).containsExactly(11L);
    }

    @Test
    void theNoticeOfALossNamesTheDelivery() {
        ResponsePath path = paths.of(REQUESTER);
        assertThat(path.send(ResponseKind.END, 1, 3, BYTES, 0, TOO_LONG)).isTrue();
        maintainUntilAttached(path);
        path.drop(2, 4);
        paths.maintain(paths.wakeTime(System.nanoTime() + 1_000_000_000L));
        ResponseHeader header = new ResponseHeader();
        List<Integer> deliveries = new ArrayList<>();
        Watchdog.await("notices", () -> {
            responses.poll((buffer, offset, length) -> {
                header.read(buffer, offset, length);
                deliveries.add(header.delivery());
            }, 10);
            return deliveries.size() == 2;
        });
        assertThat(deliveries).containsExactly(3, 4);
    }

    @Test
    void anAttachmentThatFailsIsRepeated() {
        attach = () -> {
            if (attempts.get() < 3) {
                throw new UnavailableException("no descriptors are free");
            }
            return publisher();
        };
        ResponsePath path = paths.of(REQUESTER);
        assertThat(send(path, ResponseKind.END, 1, 10)).isTrue();
        maintainUntilAttached(path);
        assertThat(received(1)).containsExactly("END 1");
        assertThat(attempts).hasValue(3);
        assertThat(path.isGone()).isFalse();
    }

    @Test
    void anAttachmentThatEndsWithAnErrorEnds() {
        attach = () -> {
            throw new StackOverflowError("on purpose");
        };
        ResponsePath path = paths.of(REQUESTER);
        assertThat(send(path, ResponseKind.END, 1, 10)).isTrue();
        maintainUntilAttached(path);
        assertThat(path.isGone()).isTrue();
        assertThat(paths.dropped()).isEqualTo(1);
    }

    @Test
    void aKeptClaimThatIsCommittedAfterTheAttachmentIsSentOrDropped() {
        ResponsePath path = paths.of(REQUESTER);
        Claim fitting = path.open(path.claim(10));
        maintainUntilAttached(path);
        path.closeClaim();
        assertThat(path.commit(fitting, ResponseKind.END, 1, 0, ResponseHeader.LENGTH + 10)).isTrue();
        assertThat(received(1)).containsExactly("END 1");
    }

    @Test
    void moreThanTheKeptResponsesDoesNotFit() {
        ResponsePath path = paths.of(REQUESTER);
        assertThat(send(path, ResponseKind.PART, 1, PendingAttachment.MAX_BYTES - 100)).isTrue();
        assertThat(send(path, ResponseKind.PART, 1, 100)).isFalse();
        assertThat(send(path, ResponseKind.PART, 1, 100 - 2 * ResponseHeader.LENGTH)).isTrue();
    }

    @Test
    void aRequesterThatDoesNotReadIsToldLessAndLessOften() {
        ResponsePath path = paths.of(REQUESTER);
        maintainUntilAttached(path);
        while (send(path, ResponseKind.END, 1, 1000)) {
            // Until the queue is full.
        }
        path.drop(2, 0);
        long now = System.nanoTime();
        int wakes = 0;
        for (long end = now + 10_000_000_000L; now - end < 0; wakes++) {
            now = paths.wakeTime(end);
            paths.maintain(now);
        }
        // 25 checks a requester, and the first notices.
        assertThat(wakes).isBetween(26, 70);
        while (responses.poll((buffer, offset, length) -> {}, 10) > 0) {
            // Until it is empty.
        }
        paths.maintain(paths.wakeTime(now + 1_000_000_000L));
        assertThat(received(1)).containsExactly("LOST 2");
    }
}
