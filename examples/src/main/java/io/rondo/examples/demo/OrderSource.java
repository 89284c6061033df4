package io.rondo.examples.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rondo.examples.orders.OptionalPriceEncoder;
import io.rondo.examples.orders.OrderType;
import io.rondo.examples.orders.Side;
import io.rondo.examples.orders.TimeInForce;
import java.util.Arrays;
import java.util.stream.Stream;

/** Generates requests: after every sixteen orders a cancellation of one of them. Confined to one thread. */
final class OrderSource {
    private static final int ORDERS_PER_CANCEL = 16;
    private static final byte[][] SYMBOLS = table(Order.SYMBOL_LENGTH, "RONDO", "ALLEGRO", "ANDANTE", "LARGO",
            "PRESTO", "VIVACE", "ADAGIO", "SCHERZO");
    private static final byte[][] ACCOUNTS = table(Order.ACCOUNT_LENGTH, "house", "pension-one", "hedge-two", "retail");
    private static final byte[][] TEXTS = Stream.of("", "", "vwap until noon", "call the desk before any change")
            .map(text -> text.getBytes(US_ASCII)).toArray(byte[][]::new);
    private static final TimeInForce[] TIMES = {TimeInForce.DAY, TimeInForce.GOOD_TILL_CANCEL,
        TimeInForce.IMMEDIATE_OR_CANCEL, TimeInForce.FILL_OR_KILL};
    private static final long BASE_PRICE = 100_0000_0000L;
    private static final long TICK = 100_0000L;

    private long random = 0x5DEE_CE66_DL;

    private static byte[][] table(int length, String... names) {
        return Stream.of(names).map(name -> Arrays.copyOf(name.getBytes(US_ASCII), length)).toArray(byte[][]::new);
    }

    /** Number of requests with this number of orders. */
    static long requests(long orders) {
        return orders + (orders - 1) / ORDERS_PER_CANCEL;
    }

    /** Fills in the next request, without its time. */
    void fill(Order order, long id) {
        // Marsaglia's xorshift generator.
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        int bits = (int) random & Integer.MAX_VALUE;
        order.id = id;
        order.cancel = id % (ORDERS_PER_CANCEL + 1) == 0;
        order.originalId = order.cancel ? id - 1 - bits % ORDERS_PER_CANCEL : 0;
        System.arraycopy(SYMBOLS[bits & 7], 0, order.symbol, 0, Order.SYMBOL_LENGTH);
        order.side = (bits >>> 3 & 1) == 0 ? Side.BUY : Side.SELL;
        if (!order.cancel) {
            fillTerms(order, bits);
        }
    }

    private static void fillTerms(Order order, int bits) {
        order.type = (bits >>> 4 & 7) == 0 ? OrderType.MARKET : OrderType.LIMIT;
        order.price = order.type == OrderType.MARKET
                ? OptionalPriceEncoder.mantissaNullValue()
                : BASE_PRICE + (bits >>> 7 & 0xFF) * TICK;
        order.timeInForce = TIMES[bits >>> 15 & 3];
        order.execInst = bits >>> 17 & (Order.POST_ONLY | Order.HIDDEN);
        order.allocations = bits >>> 19 & 3;
        order.quantity = 0;
        for (int i = 0; i < order.allocations; i++) {
            System.arraycopy(ACCOUNTS[bits >>> 21 + i & 3], 0, order.accounts[i], 0, Order.ACCOUNT_LENGTH);
            order.allocated[i] = 100L * (i + 1);
            order.quantity += order.allocated[i];
        }
        order.quantity = Math.max(order.quantity, 1 + (bits >>> 21 & 0xFF));
        byte[] text = TEXTS[bits >>> 26 & 3];
        System.arraycopy(text, 0, order.text, 0, text.length);
        order.textLength = text.length;
    }
}
