package io.rondo.examples.demo;

import io.rondo.examples.orders.OrderType;
import io.rondo.examples.orders.Side;
import io.rondo.examples.orders.TimeInForce;

/** The values of a NewOrder or CancelOrder, for one message at a time. Confined to one thread. */
final class Order {
    static final int MAX_ALLOCATIONS = 3;
    static final int SYMBOL_LENGTH = 8;
    static final int ACCOUNT_LENGTH = 12;
    static final int MAX_TEXT_LENGTH = 64;
    /** Of {@link #execInst}. */
    static final int POST_ONLY = 1;
    /** Of {@link #execInst}. */
    static final int HIDDEN = 2;

    final byte[] symbol = new byte[SYMBOL_LENGTH];
    final byte[][] accounts = new byte[MAX_ALLOCATIONS][ACCOUNT_LENGTH];
    final long[] allocated = new long[MAX_ALLOCATIONS];
    final byte[] text = new byte[MAX_TEXT_LENGTH];
    boolean cancel;
    long id;
    long originalId;
    long transactTime;
    long price;
    long quantity;
    Side side;
    OrderType type;
    TimeInForce timeInForce;
    int execInst;
    int allocations;
    int textLength;

    /** Adds every field of the message. */
    void addTo(Checksum checksum) {
        checksum.add(id);
        checksum.add(transactTime);
        checksum.add(symbol, SYMBOL_LENGTH);
        if (cancel) {
            checksum.add(originalId);
            checksum.add(side.value());
            return;
        }
        checksum.add(price);
        checksum.add(quantity);
        checksum.add((long) side.value() << 24 | type.value() << 16 | timeInForce.value() << 8 | execInst);
        checksum.add(allocations);
        for (int i = 0; i < allocations; i++) {
            checksum.add(accounts[i], ACCOUNT_LENGTH);
            checksum.add(allocated[i]);
        }
        checksum.add(text, textLength);
    }
}
