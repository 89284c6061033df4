package io.rondo.examples.orders;

import static io.rondo.codecs.RandomRuns.anyLong;
import static io.rondo.codecs.RandomRuns.oneOf;
import static io.rondo.codecs.RandomRuns.repeat;
import static io.rondo.codecs.RandomRuns.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.RandomRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Encoding and decoding of random messages. */
class OrderMessagesTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

    record Terms(Side side, OrderType type, TimeInForce timeInForce, boolean postOnly, boolean hidden,
            boolean reduceOnly) {}

    record Allocation(String account, long quantity) {}

    record Ids(long order, long client, long exec, long time) {}

    record Quantities(long last, long cum, long leaves) {}

    record Outcome(Side side, ExecType type, OrderStatus status) {}

    @Test
    void aNewOrderDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            int offset = upTo(random, 100);
            Ids ids = ids(random);
            long price = anyLong(random);
            String symbol = ascii(random, NewOrderDecoder.symbolLength());
            long quantity = quantity(random);
            Terms terms = terms(random);
            List<Allocation> allocations = allocations(random);
            String text = text(random);
            NewOrderEncoder encoder = new NewOrderEncoder().wrapAndApplyHeader(buffer, offset, headerEncoder);
            encoder.clientOrderId(ids.client).transactTime(ids.time).symbol(symbol).quantity(quantity).side(terms.side)
                    .orderType(terms.type).timeInForce(terms.timeInForce);
            encoder.price().mantissa(price);
            encoder.execInst().clear().postOnly(terms.postOnly).hidden(terms.hidden).reduceOnly(terms.reduceOnly);
            NewOrderEncoder.AllocationsEncoder group = encoder.allocationsCount(allocations.size());
            for (Allocation each : allocations) {
                group.next().account(each.account).quantity(each.quantity);
            }
            encoder.clientText(text);

            NewOrderDecoder decoder = new NewOrderDecoder().wrapAndApplyHeader(buffer, offset, headerDecoder);
            assertThat(headerDecoder.schemaId()).isEqualTo(NewOrderDecoder.SCHEMA_ID);
            assertThat(decoder.clientOrderId()).isEqualTo(ids.client);
            assertThat(decoder.transactTime()).isEqualTo(ids.time);
            assertThat(decoder.price().mantissa()).isEqualTo(price);
            assertThat(decoder.price().exponent()).isEqualTo((byte) -8);
            assertThat(decoder.symbol()).isEqualTo(symbol);
            assertThat(decoder.quantity()).isEqualTo(quantity);
            ExecInstDecoder inst = decoder.execInst();
            assertThat(new Terms(decoder.side(), decoder.orderType(), decoder.timeInForce(), inst.postOnly(),
                    inst.hidden(),
                    inst.reduceOnly())).isEqualTo(terms);
            List<Allocation> decoded = new ArrayList<>();
            decoder.allocations().forEach(each -> decoded.add(new Allocation(each.account(), each.quantity())));
            assertThat(decoded).isEqualTo(allocations);
            assertThat(decoder.clientText()).isEqualTo(text);
            assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
        });
    }

    @Test
    void aCancelDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            Ids ids = ids(random);
            String symbol = ascii(random, NewOrderDecoder.symbolLength());
            Side side = oneOf(random, Side.values());
            CancelOrderEncoder encoder = new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder)
                    .clientOrderId(ids.client).origClientOrderId(ids.order).transactTime(ids.time).symbol(symbol)
                    .side(side);

            CancelOrderDecoder decoder = new CancelOrderDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
            assertThat(decoder.clientOrderId()).isEqualTo(ids.client);
            assertThat(decoder.origClientOrderId()).isEqualTo(ids.order);
            assertThat(decoder.transactTime()).isEqualTo(ids.time);
            assertThat(decoder.symbol()).isEqualTo(symbol);
            assertThat(decoder.side()).isEqualTo(side);
            assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
        });
    }

    @Test
    void anExecutionReportDecodesToWhatWasEncoded() {
        repeat(1000, random -> {
            Ids ids = ids(random);
            long price = anyLong(random);
            String symbol = ascii(random, NewOrderDecoder.symbolLength());
            Quantities quantities = new Quantities(quantity(random), quantity(random), quantity(random));
            Outcome outcome = new Outcome(oneOf(random, Side.values()), oneOf(random, ExecType.values()),
                    oneOf(random, OrderStatus.values()));
            String text = text(random);
            ExecutionReportEncoder encoder = new ExecutionReportEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            encoder.orderId(ids.order).clientOrderId(ids.client).execId(ids.exec).transactTime(ids.time).symbol(symbol)
                    .lastQuantity(quantities.last).cumQuantity(quantities.cum).leavesQuantity(quantities.leaves)
                    .side(outcome.side).execType(outcome.type).orderStatus(outcome.status);
            encoder.lastPrice().mantissa(price);
            encoder.text(text);

            ExecutionReportDecoder decoder = new ExecutionReportDecoder().wrapAndApplyHeader(buffer, 0, headerDecoder);
            assertThat(new Ids(decoder.orderId(), decoder.clientOrderId(), decoder.execId(), decoder.transactTime()))
                    .isEqualTo(ids);
            assertThat(decoder.lastPrice().mantissa()).isEqualTo(price);
            assertThat(decoder.symbol()).isEqualTo(symbol);
            assertThat(new Quantities(decoder.lastQuantity(), decoder.cumQuantity(), decoder.leavesQuantity()))
                    .isEqualTo(quantities);
            assertThat(new Outcome(decoder.side(), decoder.execType(), decoder.orderStatus())).isEqualTo(outcome);
            assertThat(decoder.text()).isEqualTo(text);
            assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
        });
    }

    private static Ids ids(Random random) {
        return new Ids(anyLong(random), anyLong(random), anyLong(random), anyLong(random));
    }

    private static long quantity(Random random) {
        return random.nextInt(16) == 0
                ? NewOrderDecoder.quantityMaxValue()
                : random.nextLong(NewOrderDecoder.quantityMinValue(), NewOrderDecoder.quantityMaxValue());
    }

    private static String text(Random random) {
        return RandomRuns.text(random, 100, '\0', '\uD7FF');
    }

    private static String ascii(Random random, int most) {
        return RandomRuns.text(random, most, ' ', '~');
    }

    private static List<Allocation> allocations(Random random) {
        return Stream
                .generate(() -> new Allocation(ascii(random, NewOrderDecoder.AllocationsDecoder.accountLength()),
                        quantity(random)))
                .limit(upTo(random, 20)).toList();
    }

    private static Terms terms(Random random) {
        return new Terms(oneOf(random, Side.values()), oneOf(random, OrderType.values()),
                oneOf(random, TimeInForce.values()), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }
}
