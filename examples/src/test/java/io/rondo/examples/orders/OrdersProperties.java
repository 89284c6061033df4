package io.rondo.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;

class OrdersProperties {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

    record Terms(Side side, OrderType type, TimeInForce timeInForce, boolean postOnly, boolean hidden,
            boolean reduceOnly) {}

    record Allocation(String account, long quantity) {}

    record Ids(long order, long client, long exec, long time) {}

    record Quantities(long last, long cum, long leaves) {}

    record Outcome(Side side, ExecType type, OrderStatus status) {}

    @Property
    void aNewOrderDecodesToWhatWasEncoded(@ForAll @IntRange(max = 100) int offset, @ForAll("ids") Ids ids,
            @ForAll long price, @ForAll("symbols") String symbol, @ForAll("quantities") long quantity,
            @ForAll("terms") Terms terms, @ForAll("allocations") List<Allocation> allocations,
            @ForAll("texts") String text) {
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
        assertThat(new Terms(decoder.side(), decoder.orderType(), decoder.timeInForce(), inst.postOnly(), inst.hidden(),
                inst.reduceOnly())).isEqualTo(terms);
        List<Allocation> decoded = new ArrayList<>();
        decoder.allocations().forEach(each -> decoded.add(new Allocation(each.account(), each.quantity())));
        assertThat(decoded).isEqualTo(allocations);
        assertThat(decoder.clientText()).isEqualTo(text);
        assertThat(decoder.encodedLength()).isEqualTo(encoder.encodedLength());
    }

    @Property
    void aCancelDecodesToWhatWasEncoded(@ForAll("ids") Ids ids, @ForAll("symbols") String symbol,
            @ForAll("sides") Side side) {
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
    }

    @Property
    void anExecutionReportDecodesToWhatWasEncoded(@ForAll("ids") Ids ids, @ForAll long price,
            @ForAll("symbols") String symbol, @ForAll("traded") Quantities quantities,
            @ForAll("outcomes") Outcome outcome, @ForAll("texts") String text) {
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
    }

    @Provide
    Arbitrary<Ids> ids() {
        Arbitrary<Long> any = Arbitraries.longs();
        return Combinators.combine(any, any, any, any).as(Ids::new);
    }

    @Provide
    Arbitrary<Long> quantities() {
        return Arbitraries.longs().between(NewOrderDecoder.quantityMinValue(), NewOrderDecoder.quantityMaxValue());
    }

    @Provide
    Arbitrary<Quantities> traded() {
        return Combinators.combine(quantities(), quantities(), quantities()).as(Quantities::new);
    }

    @Provide
    Arbitrary<String> symbols() {
        return ascii(NewOrderDecoder.symbolLength());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange('\0', '\uD7FF').ofMaxLength(100);
    }

    @Provide
    Arbitrary<List<Allocation>> allocations() {
        return Combinators.combine(ascii(NewOrderDecoder.AllocationsDecoder.accountLength()), quantities())
                .as(Allocation::new).list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<Side> sides() {
        return Arbitraries.of(Side.class).filter(value -> value != Side.SBE_UNKNOWN);
    }

    @Provide
    Arbitrary<Terms> terms() {
        Arbitrary<Boolean> any = Arbitraries.of(true, false);
        return Combinators
                .combine(sides(), Arbitraries.of(OrderType.class).filter(value -> value != OrderType.SBE_UNKNOWN),
                        Arbitraries.of(TimeInForce.class).filter(value -> value != TimeInForce.SBE_UNKNOWN), any, any,
                        any)
                .as(Terms::new);
    }

    @Provide
    Arbitrary<Outcome> outcomes() {
        return Combinators
                .combine(sides(), Arbitraries.of(ExecType.class).filter(value -> value != ExecType.SBE_UNKNOWN),
                        Arbitraries.of(OrderStatus.class).filter(value -> value != OrderStatus.SBE_UNKNOWN))
                .as(Outcome::new);
    }

    private static Arbitrary<String> ascii(int most) {
        return Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(most);
    }
}
