package io.rondo.perf.competitor.service;

import io.rondo.client.Claim;
import io.rondo.client.Outcome;
import io.rondo.client.Request;
import io.rondo.client.RequestHandler;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Response;
import io.rondo.client.ResponseHandler;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Service;
import io.rondo.client.WaitStrategy;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A service. The channels of both directions are the service: a producer is a requester, a consumer is its responder, and what
 * a consumer sends is the response to the request that it is reading. The message that ends a slice has no response, so Rondo
 * refuses it.
 */
public final class ServiceCompetitor implements Competitor {
    /** The responders of a service for one. */
    public static final int ONE = 1;
    /** The most responders of a service for several. */
    public static final int SEVERAL = 8;

    /** Longer than any slice, which the worker's watchdog bounds. */
    private static final Duration DEADLINE = Duration.ofHours(1);

    private final CompetitorSettings settings;
    private final Rondo rondo;
    private final Service service;
    /** Null on the responder's side. */
    private final Requester requester;
    /** The request that is being read; null outside the handler. */
    private Request current;
    /** The response to the latest call; null after it was read. */
    private Response answer;

    /**
     * A responder or a requester of a service, as the role says.
     *
     * @param responders the most responders
     */
    public ServiceCompetitor(CompetitorSettings settings, int responders) {
        this.settings = settings;
        rondo = Rondo.connect(RondoConfig.builder().directory(settings.directory()).build());
        Service alone = rondo.service("service").capacity(settings.ring()).responseCapacity(settings.ring())
                .deadline(DEADLINE).waitStrategy(WaitStrategy.busySpin());
        service = responders == ONE ? alone : alone.responders(responders);
        requester = settings.role().side() == Side.PRODUCER ? service.requester() : null;
    }

    @Override
    public Sender sender(String channel) {
        if (requester == null) {
            return new Replier();
        }
        return settings.point().pattern() == Pattern.CALL ? new Caller() : this::request;
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        if (requester == null) {
            Responder responder = service.responder();
            // Of several responders, each takes the message that ends a slice by itself.
            int limit = settings.point().pattern().hasCompetingConsumers() ? 1 : Receiver.LIMIT;
            RequestHandler handler = request -> read(request, reader);
            return () -> responder.poll(handler, limit);
        }
        if (settings.point().pattern() == Pattern.CALL) {
            return () -> readAnswer(reader);
        }
        ResponseHandler handler = response -> read(response, reader);
        return () -> requester.poll(handler, Receiver.LIMIT);
    }

    private void read(Request request, MessageReader reader) {
        current = request;
        reader.read(request.buffer(), request.offset(), request.length());
        current = null;
    }

    private boolean request(MessageWriter writer, int length) {
        return written(requester.tryClaim(length), writer, length);
    }

    private static boolean written(Claim claim, MessageWriter writer, int length) {
        if (claim == null) {
            return false;
        }
        writer.write(claim.buffer(), claim.offset(), length);
        claim.commit();
        return true;
    }

    private int readAnswer(MessageReader reader) {
        if (answer == null) {
            return 0;
        }
        Response response = answer;
        answer = null;
        read(response, reader);
        return 1;
    }

    private static void read(Response response, MessageReader reader) {
        if (response.outcome() == Outcome.RESPONSE) {
            reader.read(response.buffer(), response.offset(), response.length());
        } else if (response.outcome() != Outcome.REFUSED || response.code() != Response.NO_REPLY) {
            throw new IllegalStateException("a request ended with " + response.outcome() + " " + response.text());
        }
    }

    @Override
    public void close() {
        rondo.close();
    }

    /** Responds to the request that is being read, with as few calls as the sender of a queue. */
    private final class Replier implements Sender {
        @Override
        public boolean trySend(MessageWriter writer, int length) {
            return written(current.claim(length), writer, length);
        }
    }

    /** Waits for the response to each request. */
    private final class Caller implements Sender {
        private final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(settings.point().length()));

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            writer.write(message, 0, length);
            answer = requester.call(message, 0, length);
            return true;
        }
    }
}
