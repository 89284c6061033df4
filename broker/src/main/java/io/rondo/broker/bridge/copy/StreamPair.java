package io.rondo.broker.bridge.copy;

import io.aeron.ControlledFragmentAssembler;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.rondo.broker.bridge.BridgeEnvironment;
import io.rondo.broker.bridge.aeron.AeronClient;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.bridge.aeron.LossDetector;
import io.rondo.client.RondoException;
import java.util.List;
import org.agrona.DirectBuffer;

/** A stream to the other side and one from there. For the thread that created it. */
final class StreamPair implements AutoCloseable {
    private static final int FRAGMENTS = 64;

    private final AeronStream incoming;
    private final MessageHandler handler;
    private final AeronClient client;
    private final ExclusivePublication output;
    private final Subscription input;
    private final LossDetector losses;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onMessage);
    private boolean interrupted;
    /** Of a message; the next poll throws it. */
    private RuntimeException failure;

    /** Receives what arrives. */
    @FunctionalInterface
    interface MessageHandler {
        /**
         * Called for each Aeron message.
         *
         * @return whether it was taken; otherwise it arrives again
         */
        boolean onMessage(DirectBuffer buffer, int offset, int length, Header header);
    }

    /**
     * Opens both streams.
     *
     * @param environment has the media driver
     * @param outgoing the stream to the other side
     * @param incoming the stream from there
     * @param handler receives what arrives
     * @throws RondoException if one cannot be opened
     */
    StreamPair(BridgeEnvironment environment, AeronStream outgoing, AeronStream incoming, MessageHandler handler) {
        this.incoming = incoming;
        this.handler = handler;
        client = new AeronClient(environment.driver());
        try {
            output = client.publication(outgoing);
            input = client.subscription(incoming, _ -> interrupted = true);
            losses = new LossDetector(client, input);
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    /** Passes what has arrived to the handler; returns the amount of work. */
    int poll() {
        int work = client.invoke() + input.controlledPoll(assembler, FRAGMENTS);
        RuntimeException thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
        return work;
    }

    /** Aeron drops the message of a handler that throws. So the failure is kept, and thrown after the poll. */
    private ControlledFragmentHandler.Action onMessage(DirectBuffer buffer, int offset, int length, Header header) {
        boolean taken = false;
        if (failure == null) {
            try {
                taken = handler.onMessage(buffer, offset, length, header);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        return taken ? ControlledFragmentHandler.Action.CONTINUE : ControlledFragmentHandler.Action.ABORT;
    }

    /** Returns the sender of a message. */
    static String sender(Header header) {
        return header.context() instanceof Image image ? image.sourceIdentity() : "an unknown sender";
    }

    /** Returns whether a sender has gone since the last call, so that what it sent last may not have arrived. */
    boolean takeInterruption() {
        boolean taken = interrupted;
        interrupted = false;
        return taken;
    }

    /**
     * Sends a message.
     *
     * @return false if there is no receiver, or no room now
     * @throws RondoException if the stream has ended
     */
    boolean offer(DirectBuffer buffer, int length) {
        long result = output.offer(buffer, 0, length);
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
            throw new RondoException("the publication has ended: " + Publication.errorString(result));
        }
        return result > 0;
    }

    /** Returns whether there is a receiver. */
    boolean hasReceiver() {
        return output.isConnected();
    }

    /** Returns the bytes of an Aeron frame, without its header. */
    int frameLength() {
        return output.maxPayloadLength();
    }

    /** Returns the most bytes of a message. */
    int maxMessageLength() {
        return output.maxMessageLength();
    }

    boolean isConnected() {
        return output.isConnected() && input.isConnected();
    }

    List<String> peers() {
        return input.images().stream().map(Image::sourceIdentity).distinct().sorted().toList();
    }

    /** Returns a sender of which packets do not arrive; null if there is none. */
    String findLoss(long now) {
        return losses.find(now);
    }

    String description() {
        return "stream " + output.streamId() + " of " + output.channel() + " and back stream " + incoming.id() + " of "
                + incoming.uri();
    }

    @Override
    public void close() {
        client.close();
    }
}
