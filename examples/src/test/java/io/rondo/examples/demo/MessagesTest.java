package io.rondo.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Buffers;
import io.rondo.examples.orders.ExecType;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final int REQUESTS = 10_000;

    private static long sum(Order order) {
        Checksum checksum = new Checksum();
        order.addTo(checksum);
        return checksum.value();
    }

    private static long sum(Execution execution) {
        Checksum checksum = new Checksum();
        execution.addTo(checksum);
        return checksum.value();
    }

    @Test
    void everyRequestAndItsAnswerAreReadAsTheyWereWritten() {
        OrderSource source = new OrderSource();
        OrderCodec orders = new OrderCodec();
        ExecutionCodec executions = new ExecutionCodec();
        Set<ExecType> answers = EnumSet.noneOf(ExecType.class);
        Order order = new Order();
        Order readOrder = new Order();
        Execution execution = new Execution();
        Execution readExecution = new Execution();
        for (int id = 1; id <= REQUESTS; id++) {
            source.fill(order, id);
            order.transactTime = id * 1_000L;
            // As long as it says, and no byte more: a longer message would not fit.
            MutableDirectBuffer buffer = Buffers.allocate(OrderCodec.length(order));
            orders.encode(order, buffer, 0);
            assertThat(orders.decode(buffer, 0, readOrder)).isTrue();
            assertThat(sum(readOrder)).isEqualTo(sum(order));
            assertThat(readOrder.cancel).isEqualTo(id % 17 == 0);

            execution.answer(readOrder, id, id * 2_000L);
            buffer = Buffers.allocate(ExecutionCodec.length(execution));
            executions.encode(execution, buffer, 0);
            assertThat(executions.decode(buffer, 0, readExecution)).isTrue();
            assertThat(sum(readExecution)).isEqualTo(sum(execution));
            answers.add(readExecution.type);
        }
        assertThat(answers).containsExactlyInAnyOrder(ExecType.NEW, ExecType.CANCELED, ExecType.REJECTED,
                ExecType.TRADE);
    }

    @Test
    void requestsAreTheOrdersAndACancelAfterEverySixteen() {
        assertThat(OrderSource.requests(1)).isEqualTo(1);
        assertThat(OrderSource.requests(16)).isEqualTo(16);
        assertThat(OrderSource.requests(17)).isEqualTo(18);
        assertThat(OrderSource.requests(10_000_000)).isEqualTo(10_624_999);
    }

    @Test
    void aChangedByteOfAMessageChangesTheChecksum() {
        OrderSource source = new OrderSource();
        OrderCodec codec = new OrderCodec();
        Order order = new Order();
        int header = 8;
        for (int id = 1; id <= 40; id++) {
            source.fill(order, id);
            long expected = sum(order);
            MutableDirectBuffer buffer = Buffers.allocate(OrderCodec.length(order) + 1024);
            // The bytes of fields: the price's successors down to the enums would no longer decode.
            for (int i = header; i < header + 16; i++) {
                codec.encode(order, buffer, 0);
                buffer.putByte(i, (byte) (buffer.getByte(i) ^ 0x10));
                Order changed = new Order();
                codec.decode(buffer, 0, changed);
                assertThat(sum(changed)).isNotEqualTo(expected);
            }
        }
    }

    @Test
    void anotherMessageIsNotTakenForOne() {
        MutableDirectBuffer buffer = Buffers.allocate(256);
        assertThat(new OrderCodec().decode(buffer, 0, new Order())).isFalse();
        assertThat(new ExecutionCodec().decode(buffer, 0, new Execution())).isFalse();
    }

    @Test
    void theChecksumDependsOnTheOrder() {
        Checksum one = new Checksum();
        Checksum other = new Checksum();
        one.add(1);
        one.add(2);
        other.add(2);
        other.add(1);
        assertThat(one.value()).isNotEqualTo(other.value());
    }
}
