package io.rondo.examples.process;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.examples.orders.MessageHeaderEncoder;
import io.rondo.examples.orders.NewOrderEncoder;
import io.rondo.examples.orders.OrderType;
import io.rondo.examples.orders.Side;
import io.rondo.examples.orders.TimeInForce;

/** A publisher as a user would write it: encodes orders in place. */
final class OrderPublisherMain {
    private OrderPublisherMain() {}

    public static void main(String[] arguments) {
        NewOrderEncoder order = new NewOrderEncoder();
        MessageHeaderEncoder header = new MessageHeaderEncoder();
        try (Rondo rondo = Rondo.connect(); Publisher orders = rondo.queue("orders").publisher()) {
            for (int i = 1; i <= Integer.parseInt(arguments[0]); i++) {
                String text = "text " + "x".repeat(i % 50);
                int length = MessageHeaderEncoder.ENCODED_LENGTH + NewOrderEncoder.BLOCK_LENGTH
                        + NewOrderEncoder.AllocationsEncoder.HEADER_SIZE
                        + i % 4 * NewOrderEncoder.AllocationsEncoder.sbeBlockLength()
                        + NewOrderEncoder.clientTextHeaderLength() + text.length();
                try (Claim claim = orders.claim(length)) {
                    order.wrapAndApplyHeader(claim.buffer(), claim.offset(), header);
                    encode(order, i, text);
                    claim.commit();
                }
            }
        }
    }

    private static void encode(NewOrderEncoder order, int i, String text) {
        order.clientOrderId(i).transactTime(1_000_000_007L * i).symbol("SYM" + i % 1000).quantity(i * 3L)
                .side(i % 2 == 0 ? Side.BUY : Side.SELL).orderType(OrderType.LIMIT).timeInForce(TimeInForce.DAY);
        order.price().mantissa(-5L * i);
        order.execInst().clear().hidden(i % 3 == 0).postOnly(i % 5 == 0);
        NewOrderEncoder.AllocationsEncoder allocations = order.allocationsCount(i % 4);
        for (int j = 0; j < i % 4; j++) {
            allocations.next().account("acc-" + j).quantity(i + j);
        }
        order.clientText(text);
    }
}
