package io.rondo.examples.process;

import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.examples.orders.MessageHeaderDecoder;
import io.rondo.examples.orders.NewOrderDecoder;
import io.rondo.examples.orders.OrderType;
import io.rondo.examples.orders.Side;
import io.rondo.examples.orders.TimeInForce;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** A subscriber as a user would write it: decodes orders in place and checks every field. */
final class OrderSubscriberMain {
    private static final NewOrderDecoder ORDER = new NewOrderDecoder();
    private static final MessageHeaderDecoder HEADER = new MessageHeaderDecoder();
    private static int received;

    private OrderSubscriberMain() {}

    public static void main(String[] arguments) {
        try (Rondo rondo = Rondo.connect(); Subscriber orders = rondo.queue("orders").subscriber()) {
            while (received < Integer.parseInt(arguments[0])) {
                orders.receive((buffer, offset, length) -> {
                    ORDER.wrapAndApplyHeader(buffer, offset, HEADER);
                    check(++received);
                    require(MessageHeaderDecoder.ENCODED_LENGTH + ORDER.encodedLength() == length, "length " + length);
                }, 100, Duration.ofSeconds(30));
            }
        }
        System.out.println("received " + received);
        System.out.println("flags " + ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static void check(int i) {
        require(ORDER.clientOrderId() == i, "clientOrderId");
        require(ORDER.transactTime() == 1_000_000_007L * i, "transactTime");
        require(ORDER.symbol().equals("SYM" + i % 1000), "symbol");
        require(ORDER.quantity() == i * 3L, "quantity");
        require(ORDER.side() == (i % 2 == 0 ? Side.BUY : Side.SELL), "side");
        require(ORDER.orderType() == OrderType.LIMIT, "orderType");
        require(ORDER.timeInForce() == TimeInForce.DAY, "timeInForce");
        require(ORDER.price().mantissa() == -5L * i && ORDER.price().exponent() == -8, "price");
        require(ORDER.execInst().hidden() == (i % 3 == 0) && ORDER.execInst().postOnly() == (i % 5 == 0)
                && !ORDER.execInst().reduceOnly(), "execInst");
        int j = 0;
        for (NewOrderDecoder.AllocationsDecoder allocation : ORDER.allocations()) {
            require(allocation.account().equals("acc-" + j) && allocation.quantity() == i + j, "allocation " + j);
            j++;
        }
        require(j == i % 4, "allocations");
        require(ORDER.clientText().equals("text " + "x".repeat(i % 50)), "clientText");
    }

    private static void require(boolean equal, String what) {
        if (!equal) {
            throw new AssertionError("order " + received + ": " + what + " in " + ORDER);
        }
    }
}
