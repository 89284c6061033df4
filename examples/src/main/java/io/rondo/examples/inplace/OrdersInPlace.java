package io.rondo.examples.inplace;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.SbeDispatcher;
import io.rondo.client.SbeWriter;
import io.rondo.client.Subscriber;
import io.rondo.examples.orders.CancelOrderDecoder;
import io.rondo.examples.orders.CancelOrderEncoder;
import io.rondo.examples.orders.NewOrderDecoder;
import io.rondo.examples.orders.NewOrderEncoder;
import java.time.Duration;

/** Encodes SBE messages in place in the channel, and decodes them there: no copy on either side. */
public final class OrdersInPlace {
    /** The most bytes that an order of this program takes. A commit returns what the message does not need. */
    private static final int MAX_LENGTH = 512;
    private static final byte[] NO_TEXT = {};
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SbeWriter<NewOrderEncoder> orders = SbeWriter.of(new NewOrderEncoder());
    private final SbeWriter<CancelOrderEncoder> cancels = SbeWriter.of(new CancelOrderEncoder());
    private final SbeDispatcher dispatcher = SbeDispatcher.builder()
            .on(new NewOrderDecoder(), order -> print("order " + order.clientOrderId() + ": " + order.quantity()))
            .on(new CancelOrderDecoder(), cancel -> print("cancel of " + cancel.origClientOrderId())).build();

    private OrdersInPlace() {}

    public static void main(String[] arguments) {
        OrdersInPlace program = new OrdersInPlace();
        try (Rondo rondo = Rondo.connect()) {
            Queue queue = rondo.queue("orders-in-place").ephemeral(true).singleProducer(true)
                    .schema(NewOrderEncoder.SCHEMA_ID, NewOrderEncoder.SCHEMA_VERSION);
            try (Subscriber subscriber = queue.subscriber(); Publisher publisher = queue.publisher()) {
                program.order(publisher, 1);
                program.order(publisher, 2);
                program.cancel(publisher, 3, 1);
                subscriber.receive(program.dispatcher, 10, LIMIT);
            }
        }
    }

    private void order(Publisher publisher, int id) {
        Claim claim = publisher.claim(MAX_LENGTH, LIMIT);
        if (claim == null) {
            throw new IllegalStateException("no room for order " + id + " within 60 s");
        }
        // A claim that is left without a commit, for example by an exception, is aborted.
        try (claim) {
            NewOrderEncoder order = orders.wrap(claim).clientOrderId(id).quantity(100 * id).symbol("RONDO");
            order.allocationsCount(0);
            order.putClientText(NO_TEXT, 0, NO_TEXT.length);
            orders.commit(claim);
        }
    }

    private void cancel(Publisher publisher, int id, int order) {
        try (Claim claim = publisher.claim(cancels.length())) {
            cancels.wrap(claim).clientOrderId(id).origClientOrderId(order).symbol("RONDO");
            cancels.commit(claim);
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
