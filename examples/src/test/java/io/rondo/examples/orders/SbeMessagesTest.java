package io.rondo.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SbeDispatcher;
import io.rondo.client.SbeWriter;
import io.rondo.client.Subscriber;
import io.rondo.client.UnexpectedMessageException;
import io.rondo.testing.RondoTest;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Typed messages through a queue: writers, and a dispatcher by type. */
@RondoTest
class SbeMessagesTest {
    private static final byte[] NO_TEXT = {};

    private Publisher publisher;
    private Subscriber subscriber;
    private final SbeWriter<NewOrderEncoder> orders = SbeWriter.of(new NewOrderEncoder());
    private final SbeWriter<CancelOrderEncoder> cancels = SbeWriter.of(new CancelOrderEncoder());
    private final List<String> received = new ArrayList<>();
    private final SbeDispatcher dispatcher = decoders().build();

    private SbeDispatcher.Builder decoders() {
        return SbeDispatcher.builder()
                .on(new NewOrderDecoder(), order -> received.add("order " + order.clientOrderId() + " "
                        + order.quantity() + " with " + order.allocations().count() + order.clientText()))
                .on(new CancelOrderDecoder(), cancel -> received.add("cancel " + cancel.origClientOrderId()));
    }

    @BeforeEach
    void open(Rondo rondo) {
        subscriber = rondo.queue("orders").subscriber();
        publisher = rondo.queue("orders").publisher();
    }

    @AfterEach
    void close() {
        subscriber.close();
        publisher.close();
    }

    private void order(int id) {
        try (Claim claim = publisher.claim(500)) {
            NewOrderEncoder order = orders.wrap(claim).clientOrderId(id).quantity(10);
            order.allocationsCount(0);
            order.putClientText(NO_TEXT, 0, 0);
            orders.commit(claim);
        }
    }

    private void cancel(int id) {
        try (Claim claim = publisher.claim(cancels.length())) {
            cancels.wrap(claim).origClientOrderId(id);
            cancels.commit(claim);
        }
    }

    /** Publishes a header and this many zeroes. */
    private void raw(int blockLength, int template, int schema, int version, int zeroes) {
        MutableDirectBuffer bytes = Buffers.allocate(8 + zeroes);
        bytes.putShort(0, (short) blockLength, ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(2, (short) template, ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(4, (short) schema, ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(6, (short) version, ByteOrder.LITTLE_ENDIAN);
        publisher.publish(bytes, 0, bytes.capacity());
    }

    @Test
    void eachMessageReachesTheHandlerOfItsTypeInOrder() {
        order(1);
        cancel(2);
        order(3);
        assertThat(subscriber.poll(dispatcher, 10)).isEqualTo(3);
        assertThat(received).containsExactly("order 1 10 with 0", "cancel 2", "order 3 10 with 0");
        assertThat(dispatcher.unexpected()).isZero();
    }

    @Test
    void aWriterWritesWhatTheGeneratedHeaderEncoderWrites() {
        cancel(7);
        MutableDirectBuffer expected = Buffers.allocate(cancels.length());
        new CancelOrderEncoder().wrapAndApplyHeader(expected, 0, new MessageHeaderEncoder()).origClientOrderId(7);
        subscriber.poll((buffer, offset, length) -> {
            assertThat(length).isEqualTo(expected.capacity());
            for (int i = 0; i < length; i++) {
                assertThat(buffer.getByte(offset + i)).as("byte " + i).isEqualTo(expected.getByte(i));
            }
        }, 1);
    }

    @Test
    void anUnexpectedMessageIsNamedAndStaysInTheChannel() {
        order(1);
        raw(0, 99, NewOrderDecoder.SCHEMA_ID, 5, 0);
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(() -> {
                subscriber.poll(dispatcher, 10);
                subscriber.poll(dispatcher, 10);
            }).isInstanceOf(UnexpectedMessageException.class)
                    .hasMessageContainingAll("template 99", "version 5", "schema 202", "otherwise");
            assertThat(dispatcher.unexpected()).isEqualTo(attempt);
        }
        assertThat(received).containsExactly("order 1 10 with 0");
    }

    @Test
    void unexpectedMessagesReachTheHandlerForOthersWholeAndInOrder() {
        int block = CancelOrderDecoder.BLOCK_LENGTH;
        raw(0, 99, NewOrderDecoder.SCHEMA_ID, 0, 1);
        raw(block, CancelOrderDecoder.TEMPLATE_ID, 7, 0, block + 2);
        raw(block, CancelOrderDecoder.TEMPLATE_ID, CancelOrderDecoder.SCHEMA_ID, 0, block - 1);
        raw(block - 1, CancelOrderDecoder.TEMPLATE_ID, CancelOrderDecoder.SCHEMA_ID, 0, block);
        publisher.publish(new byte[7]);
        publisher.publish(new byte[0]);
        cancel(1);
        SbeDispatcher tolerant = decoders().otherwise((buffer, offset, length) -> received.add("other " + length))
                .build();
        assertThat(subscriber.poll(tolerant, 10)).isEqualTo(7);
        assertThat(received).containsExactly("other 9", "other " + (block + 10), "other " + (block + 7),
                "other " + (block + 8), "other 7", "other 0", "cancel 1");
        assertThat(tolerant.unexpected()).isEqualTo(6);
    }

    @Test
    void aLaterVersionWithALongerBlockIsDecoded() {
        int block = CancelOrderDecoder.BLOCK_LENGTH + 8;
        raw(block, CancelOrderDecoder.TEMPLATE_ID, CancelOrderDecoder.SCHEMA_ID, 1, block);
        assertThat(subscriber.poll(dispatcher, 10)).isOne();
        assertThat(received).containsExactly("cancel 0");
    }

    @Test
    void textBeyondTheMessageIsNotRead() {
        int block = NewOrderDecoder.BLOCK_LENGTH;
        // The group and the text lack their lengths.
        raw(block, NewOrderDecoder.TEMPLATE_ID, NewOrderDecoder.SCHEMA_ID, 0, block);
        assertThatThrownBy(() -> subscriber.poll(dispatcher, 10)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aWriterRefusesAShortClaimAndACommitWithoutAMessage() {
        try (Claim claim = publisher.claim(cancels.length() - 1)) {
            assertThatThrownBy(() -> cancels.wrap(claim)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("CancelOrderEncoder", "claim at least " + cancels.length());
            assertThatThrownBy(() -> cancels.commit(claim)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("call wrap before commit");
        }
        cancel(1);
        try (Claim claim = publisher.claim(cancels.length())) {
            assertThatThrownBy(() -> cancels.commit(claim)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(subscriber.poll(dispatcher, 10)).isOne();
    }

    @Test
    void twoDecodersOfOneTypeAreRefused() {
        assertThatThrownBy(() -> decoders().on(new CancelOrderDecoder(), cancel -> {}).build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("template 2", "schema 202");
    }

    @Test
    void bigEndianHeadersAreWrittenAndRead() {
        SbeWriter<CancelOrderEncoder> writer = SbeWriter.of(new CancelOrderEncoder(), ByteOrder.BIG_ENDIAN);
        try (Claim claim = publisher.claim(writer.length())) {
            writer.wrap(claim).origClientOrderId(4);
            assertThat(claim.buffer().getShort(claim.offset(), ByteOrder.BIG_ENDIAN))
                    .isEqualTo((short) CancelOrderDecoder.BLOCK_LENGTH);
            assertThat(claim.buffer().getShort(claim.offset() + 4, ByteOrder.BIG_ENDIAN))
                    .isEqualTo((short) CancelOrderDecoder.SCHEMA_ID);
            writer.commit(claim);
        }
        assertThat(subscriber.poll(decoders().order(ByteOrder.BIG_ENDIAN).build(), 10)).isOne();
        assertThat(received).containsExactly("cancel 4");
    }

    @Test
    void aMessageAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] sum = new long[1];
        SbeDispatcher summing = SbeDispatcher.builder()
                .on(new NewOrderDecoder(), order -> sum[0] += order.clientOrderId())
                .on(new CancelOrderDecoder(), cancel -> sum[0] += cancel.origClientOrderId()).build();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2000; i++) {
                order(1);
                cancel(1);
                subscriber.poll(summing, 10);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(sum[0]).isEqualTo(20 * 2000 * 2);
    }
}
