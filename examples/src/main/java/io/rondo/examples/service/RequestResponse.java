package io.rondo.examples.service;

import io.rondo.client.Buffers;
import io.rondo.client.Outcome;
import io.rondo.client.Request;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Response;
import io.rondo.client.Rondo;
import io.rondo.client.Service;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.MutableDirectBuffer;

/**
 * A service that computes squares. Requester and responder usually live in two processes; here they are two threads of
 * one, each with an endpoint of its own.
 */
public final class RequestResponse {
    private static final int REQUESTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RequestResponse() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Rondo rondo = Rondo.connect()) {
            Service squares = rondo.service("squares").ephemeral(true).deadline(PATIENCE);
            try (Responder responder = squares.responder()) {
                Thread serving = Thread.ofPlatform().name("responder").start(() -> serve(responder));
                request(squares);
                serving.join();
            }
        }
    }

    private static void serve(Responder responder) {
        int handled = 0;
        while (handled < REQUESTS + 1) {
            handled += responder.receive(RequestResponse::answer, REQUESTS, PATIENCE);
        }
    }

    private static void answer(Request request) {
        long number = request.buffer().getLong(request.offset());
        if (number < 0) {
            request.refuse(1, number + " is negative");
            return;
        }
        MutableDirectBuffer square = Buffers.allocate(Long.BYTES);
        square.putLong(0, number * number);
        request.reply(square, 0, Long.BYTES);
    }

    private static void request(Service squares) {
        MutableDirectBuffer buffer = Buffers.allocate(Long.BYTES);
        try (Requester requester = squares.requester()) {
            buffer.putLong(0, -1);
            Response refused = requester.call(buffer, 0, Long.BYTES);
            System.out.println(refused.outcome() + ": " + refused.text());
            for (long number = 1; number <= REQUESTS; number++) {
                buffer.putLong(0, number);
                requester.send(buffer, 0, Long.BYTES);
            }
            AtomicInteger sum = new AtomicInteger();
            while (requester.inFlight() > 0) {
                requester.receive(response -> {
                    if (response.outcome() == Outcome.RESPONSE) {
                        sum.addAndGet((int) response.buffer().getLong(response.offset()));
                    }
                }, REQUESTS, PATIENCE);
            }
            System.out.println("sum of the squares: " + sum);
        }
    }
}
