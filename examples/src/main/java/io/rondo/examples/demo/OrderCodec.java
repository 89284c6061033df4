package io.rondo.examples.demo;

import io.rondo.examples.orders.CancelOrderDecoder;
import io.rondo.examples.orders.CancelOrderEncoder;
import io.rondo.examples.orders.MessageHeaderDecoder;
import io.rondo.examples.orders.MessageHeaderEncoder;
import io.rondo.examples.orders.NewOrderDecoder;
import io.rondo.examples.orders.NewOrderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Requests as SBE messages, written and read in place. Confined to one thread. */
final class OrderCodec {
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final NewOrderEncoder orderEncoder = new NewOrderEncoder();
    private final CancelOrderEncoder cancelEncoder = new CancelOrderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final NewOrderDecoder orderDecoder = new NewOrderDecoder();
    private final CancelOrderDecoder cancelDecoder = new CancelOrderDecoder();

    /** Encoded length in bytes. */
    static int length(Order order) {
        if (order.cancel) {
            return MessageHeaderEncoder.ENCODED_LENGTH + CancelOrderEncoder.BLOCK_LENGTH;
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + NewOrderEncoder.BLOCK_LENGTH
                + NewOrderEncoder.AllocationsEncoder.sbeHeaderSize()
                + order.allocations * NewOrderEncoder.AllocationsEncoder.sbeBlockLength()
                + NewOrderEncoder.clientTextHeaderLength() + order.textLength;
    }

    void encode(Order order, MutableDirectBuffer buffer, int offset) {
        if (order.cancel) {
            cancelEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder).clientOrderId(order.id)
                    .origClientOrderId(order.originalId).transactTime(order.transactTime).putSymbol(order.symbol, 0)
                    .side(order.side);
            return;
        }
        orderEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder).clientOrderId(order.id)
                .transactTime(order.transactTime);
        orderEncoder.price().mantissa(order.price);
        orderEncoder.putSymbol(order.symbol, 0).quantity(order.quantity).side(order.side).orderType(order.type)
                .timeInForce(order.timeInForce);
        orderEncoder.execInst().clear().postOnly((order.execInst & Order.POST_ONLY) != 0)
                .hidden((order.execInst & Order.HIDDEN) != 0);
        NewOrderEncoder.AllocationsEncoder allocations = orderEncoder.allocationsCount(order.allocations);
        for (int i = 0; i < order.allocations; i++) {
            allocations.next().putAccount(order.accounts[i], 0).quantity(order.allocated[i]);
        }
        orderEncoder.putClientText(order.text, 0, order.textLength);
    }

    /** Reads a message that a trader wrote; returns false if it is another one. */
    boolean decode(DirectBuffer buffer, int offset, Order order) {
        headerDecoder.wrap(buffer, offset);
        if (headerDecoder.schemaId() != NewOrderDecoder.SCHEMA_ID) {
            return false;
        }
        switch (headerDecoder.templateId()) {
            case NewOrderDecoder.TEMPLATE_ID -> decodeOrder(buffer, offset, order);
            case CancelOrderDecoder.TEMPLATE_ID -> decodeCancel(buffer, offset, order);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void decodeCancel(DirectBuffer buffer, int offset, Order order) {
        cancelDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        order.cancel = true;
        order.id = cancelDecoder.clientOrderId();
        order.originalId = cancelDecoder.origClientOrderId();
        order.transactTime = cancelDecoder.transactTime();
        cancelDecoder.getSymbol(order.symbol, 0);
        order.side = cancelDecoder.side();
    }

    private void decodeOrder(DirectBuffer buffer, int offset, Order order) {
        orderDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        order.cancel = false;
        order.id = orderDecoder.clientOrderId();
        order.transactTime = orderDecoder.transactTime();
        order.price = orderDecoder.price().mantissa();
        orderDecoder.getSymbol(order.symbol, 0);
        order.quantity = orderDecoder.quantity();
        order.side = orderDecoder.side();
        order.type = orderDecoder.orderType();
        order.timeInForce = orderDecoder.timeInForce();
        order.execInst = orderDecoder.execInst().getRaw();
        NewOrderDecoder.AllocationsDecoder allocations = orderDecoder.allocations();
        order.allocations = allocations.count();
        for (int i = 0; i < order.allocations; i++) {
            allocations.next().getAccount(order.accounts[i], 0);
            order.allocated[i] = allocations.quantity();
        }
        order.textLength = orderDecoder.clientTextLength();
        orderDecoder.getClientText(order.text, 0, order.textLength);
    }
}
