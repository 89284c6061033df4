package io.rondo.examples.inplace;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.examples.orders.MessageHeaderDecoder;
import io.rondo.examples.orders.MessageHeaderEncoder;
import io.rondo.examples.orders.NewOrderDecoder;
import io.rondo.examples.orders.NewOrderEncoder;
import java.time.Duration;
import org.agrona.DirectBuffer;

/** Encodes SBE messages in place in the channel, and decodes them there: no copy on either side. */
public final class OrdersInPlace {
    /** The most bytes that an order of this program takes. A commit returns what the message does not need. */
    private static final int MAX_LENGTH = 512;
    private static final byte[] NO_TEXT = {};

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final NewOrderEncoder encoder = new NewOrderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final NewOrderDecoder decoder = new NewOrderDecoder();

    private OrdersInPlace() {}

    public static void main(String[] arguments) {
        OrdersInPlace program = new OrdersInPlace();
        try (Rondo rondo = Rondo.connect()) {
            Queue orders = rondo.queue("orders-in-place").ephemeral(true).singleProducer(true)
                    .schema(NewOrderEncoder.SCHEMA_ID, NewOrderEncoder.SCHEMA_VERSION);
            try (Subscriber subscriber = orders.subscriber(); Publisher publisher = orders.publisher()) {
                for (int id = 1; id <= 3; id++) {
                    program.send(publisher, id);
                }
                subscriber.receive(program::print, 10, Duration.ofSeconds(60));
            }
        }
    }

    private void send(Publisher publisher, int id) {
        Claim claim = publisher.claim(MAX_LENGTH, Duration.ofSeconds(60));
        if (claim == null) {
            throw new IllegalStateException("no room for order " + id + " within 60 s");
        }
        // A claim that is left without a commit, for example by an exception, is aborted.
        try (claim) {
            encoder.wrapAndApplyHeader(claim.buffer(), claim.offset(), headerEncoder).clientOrderId(id)
                    .quantity(100 * id).symbol("RONDO");
            encoder.allocationsCount(0);
            encoder.putClientText(NO_TEXT, 0, NO_TEXT.length);
            claim.commit(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
        }
    }

    private void print(DirectBuffer buffer, int offset, int length) {
        headerDecoder.wrap(buffer, offset);
        if (headerDecoder.schemaId() != NewOrderDecoder.SCHEMA_ID
                || headerDecoder.templateId() != NewOrderDecoder.TEMPLATE_ID) {
            throw new IllegalStateException("not a new order: template " + headerDecoder.templateId());
        }
        decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        System.out.println("order " + decoder.clientOrderId() + ": " + decoder.quantity() + " " + decoder.symbol()
                + ", " + length + " bytes");
    }
}
