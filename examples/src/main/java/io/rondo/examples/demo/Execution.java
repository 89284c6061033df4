package io.rondo.examples.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rondo.examples.orders.ExecType;
import io.rondo.examples.orders.OptionalPriceEncoder;
import io.rondo.examples.orders.OrderStatus;
import io.rondo.examples.orders.OrderType;
import io.rondo.examples.orders.Side;

/** The values of an ExecutionReport, for one message at a time. Confined to one thread. */
final class Execution {
    private static final byte[] REFUSAL = "a market order must not be hidden".getBytes(US_ASCII);
    private static final long MARKET_PRICE = 101_0000_0000L;

    final byte[] symbol = new byte[Order.SYMBOL_LENGTH];
    final byte[] text = new byte[Order.MAX_TEXT_LENGTH];
    long orderId;
    long clientOrderId;
    long executionId;
    long transactTime;
    long lastPrice;
    long lastQuantity;
    long cumQuantity;
    long leavesQuantity;
    Side side;
    ExecType type;
    OrderStatus status;
    int textLength;

    /** Fills in the answer to a request. */
    void answer(Order order, long id, long time) {
        orderId = order.cancel ? order.originalId : order.id;
        clientOrderId = order.id;
        executionId = id;
        transactTime = time;
        System.arraycopy(order.symbol, 0, symbol, 0, symbol.length);
        side = order.side;
        textLength = 0;
        if (order.cancel) {
            outcome(ExecType.CANCELED, OrderStatus.CANCELED, 0, 0);
        } else if (order.type == OrderType.MARKET && (order.execInst & Order.HIDDEN) != 0) {
            outcome(ExecType.REJECTED, OrderStatus.REJECTED, 0, 0);
            System.arraycopy(REFUSAL, 0, text, 0, REFUSAL.length);
            textLength = REFUSAL.length;
        } else if (order.type == OrderType.MARKET || (order.execInst & Order.POST_ONLY) == 0) {
            long traded = order.side == Side.BUY ? order.quantity : (order.quantity + 1) / 2;
            long left = order.quantity - traded;
            outcome(ExecType.TRADE, left == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED, traded, left);
            lastPrice = order.type == OrderType.MARKET ? MARKET_PRICE : order.price;
        } else {
            outcome(ExecType.NEW, OrderStatus.NEW, 0, order.quantity);
        }
    }

    private void outcome(ExecType what, OrderStatus now, long traded, long left) {
        type = what;
        status = now;
        lastPrice = OptionalPriceEncoder.mantissaNullValue();
        lastQuantity = traded;
        cumQuantity = traded;
        leavesQuantity = left;
    }

    /** Adds every field. */
    void addTo(Checksum checksum) {
        checksum.add(orderId);
        checksum.add(clientOrderId);
        checksum.add(executionId);
        checksum.add(transactTime);
        checksum.add(lastPrice);
        checksum.add(symbol, symbol.length);
        checksum.add(lastQuantity);
        checksum.add(cumQuantity);
        checksum.add(leavesQuantity);
        checksum.add((long) side.value() << 16 | type.value() << 8 | status.value());
        checksum.add(text, textLength);
    }
}
