package io.rondo.broker.bridge;

import io.aeron.ControlledFragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.aeron.status.ChannelEndpointStatus;
import io.rondo.broker.bridge.aeron.AeronClient;
import io.rondo.broker.bridge.aeron.AeronErrors;
import io.rondo.broker.bridge.aeron.LossDetector;
import io.rondo.broker.bridge.envelope.EnvelopeReader;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.core.segment.ChannelName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Publishes what a stream carries on local channels. While a local channel has no room, the stream waits, and its sender
 * with it.
 */
final class ReceivingLink implements BridgeLink {
    private static final int FRAGMENTS = 64;
    private static final int MOST_ROUTES = 4096;
    /** Most channels of a pattern: the stream names them, and any program may send there. */
    private static final int MOST_CHANNELS = 1024;
    private static final long BIND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final BridgeSettings settings;
    private final LocalChannels channels;
    private final BridgeEnvironment environment;
    private final BridgeCounters counters;
    private final DropNotices drops;
    private final AeronClient client;
    private final Subscription subscription;
    private final LossDetector losses;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onEnvelope);
    private final EnvelopeReader reader = new EnvelopeReader();
    private final BridgeProgress progress;
    private final Long2ObjectHashMap<Route> routes = new Long2ObjectHashMap<>();
    /** Opens local channels of a pattern, which may wait for another process. */
    private final Executor lifecycle;
    /** By channel; also those that are being opened, or could not be. */
    private final Map<String, CompletableFuture<Publisher>> publishers = new HashMap<>();
    private long refusedUntil = System.nanoTime();
    /** Of an envelope; the next cycle of the agent throws it. */
    private RuntimeException failure;

    /**
     * Where the messages of an epoch go.
     *
     * @param channel that they were read from
     * @param sequences what was received of them
     * @param publisher null if they are not taken
     * @param refusal why the channel cannot be opened; null if it is open, or the bridge does not take it
     */
    private record Route(String channel, SourceSequences sequences, Publisher publisher, String refusal) {}

    ReceivingLink(BridgeSettings settings, LocalChannels channels, BridgeEnvironment environment,
            BridgeProgress progress, BridgeCounters counters, BridgeListener listener, Executor lifecycle) {
        this.settings = settings;
        this.channels = channels;
        this.environment = environment;
        this.progress = progress;
        this.counters = counters;
        this.lifecycle = lifecycle;
        drops = new DropNotices(listener);
        client = new AeronClient(environment.driver());
        try {
            if (!settings.channel().isPattern()) {
                String channel = settings.channel().text();
                publishers.put(channel, CompletableFuture.completedFuture(open(channel)));
            }
            subscription = client.subscription(settings.stream(), _ -> {});
            losses = new LossDetector(client, subscription);
            awaitBound();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The driver's receiver opens the socket a little later. */
    private void awaitBound() {
        long deadline = System.nanoTime() + BIND_NANOS;
        while (subscription.channelStatus() == ChannelEndpointStatus.INITIALIZING
                && System.nanoTime() - deadline < 0) {
            client.invoke();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private Publisher open(String channel) {
        return environment.received().open(channel, () -> channels.publisher(channel, settings.queue()),
                () -> channels.segment(channel));
    }

    @Override
    public int doWork() {
        int work = client.invoke() + subscription.controlledPoll(assembler, FRAGMENTS);
        RuntimeException thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
        return work;
    }

    /** Aeron drops the envelope of a handler that throws. So the failure is kept, and thrown after the poll. */
    private ControlledFragmentHandler.Action onEnvelope(DirectBuffer buffer, int offset, int length, Header header) {
        try {
            return failure == null
                    ? handle(buffer, offset, length, header)
                    : ControlledFragmentHandler.Action.ABORT;
        } catch (RuntimeException e) {
            failure = e;
            return ControlledFragmentHandler.Action.ABORT;
        }
    }

    private ControlledFragmentHandler.Action handle(DirectBuffer buffer, int offset, int length, Header header) {
        switch (reader.wrap(buffer, offset, length)) {
            case FOREIGN -> drop(BridgeCount.FOREIGN, 1, header, "is no envelope of a bridge");
            case MALFORMED -> drop(BridgeCount.MALFORMED, 1, header, "breaks the format of envelopes");
            case ENVELOPE -> {
                if (reader.origin() == environment.origin()) {
                    counters.add(BridgeCount.LOOPS, reader.count());
                } else {
                    Route route = route();
                    if (route == null) {
                        return ControlledFragmentHandler.Action.ABORT;
                    }
                    if (reader.isOf(route.channel())) {
                        return take(route, header);
                    }
                    drop(BridgeCount.MALFORMED, 1, header, "has the epoch of channel " + route.channel()
                            + " and the name " + reader.channel());
                }
            }
        }
        return ControlledFragmentHandler.Action.CONTINUE;
    }

    private void drop(BridgeCount count, long number, Header header, String reason) {
        counters.add(count, number);
        drops.report(() -> "a message from " + peer(header) + " on stream " + subscription.streamId() + " " + reason);
    }

    private static String peer(Header header) {
        return header.context() instanceof Image image ? image.sourceIdentity() : "an unknown sender";
    }

    /** Returns the route of an envelope; null while its channel is being opened. */
    private Route route() {
        Route known = routes.get(reader.epoch());
        return known == null ? addRoute(reader.channel()) : known;
    }

    private Route addRoute(String channel) {
        CompletableFuture<Publisher> publisher = publisher(channel);
        if (!publisher.isDone()) {
            return null;
        }
        if (routes.size() == MOST_ROUTES) {
            // They are found again.
            routes.clear();
        }
        boolean refused = publisher.isCompletedExceptionally();
        if (refused && !isRefusal(publisher.exceptionNow())) {
            publishers.remove(channel);
            throw new RondoException(
                    "cannot open channel " + channel + ": " + AeronErrors.message(publisher.exceptionNow()),
                    publisher.exceptionNow());
        }
        Route added = new Route(channel, progress.received(reader.epoch()), refused ? null : publisher.resultNow(),
                refused ? AeronErrors.message(publisher.exceptionNow()) : null);
        routes.put(reader.epoch(), added);
        return added;
    }

    /** Returns whether a channel cannot be opened for a reason of its own, so that the others of the bridge go on. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RondoException || failure instanceof IllegalArgumentException;
    }

    /** Returns the publisher for what was read from a channel, which may have to be opened first; one of null if it is not taken. */
    private CompletableFuture<Publisher> publisher(String source) {
        CompletableFuture<Publisher> known = publishers
                .get(settings.channel().isPattern() ? source : settings.channel().text());
        if (known != null) {
            return known;
        }
        if (!settings.channel().matches(source) || !ChannelName.isValid(source)) {
            return CompletableFuture.completedFuture(null);
        }
        if (publishers.size() == MOST_CHANNELS) {
            return CompletableFuture.failedFuture(
                    new RondoException("the bridge publishes " + MOST_CHANNELS + " channels already"));
        }
        CompletableFuture<Publisher> opening = CompletableFuture.supplyAsync(() -> open(source), lifecycle);
        publishers.put(source, opening);
        return opening;
    }

    private ControlledFragmentHandler.Action take(Route route, Header header) {
        Publisher publisher = route.publisher();
        SourceSequences source = route.sequences();
        if (publisher == null) {
            forgetRefused();
            dropUntaken(route, header);
            return ControlledFragmentHandler.Action.CONTINUE;
        }
        source.begin(reader.sequence(), reader.count(), counters);
        long published = 0;
        for (int i = 0; i < reader.count(); i++) {
            reader.next();
            long sequence = reader.sequence() + i;
            if (!source.isNew(sequence)) {
                continue;
            }
            if (reader.messageLength() > publisher.maxMessageLength()) {
                drop(BridgeCount.REFUSED, 1, header, "has " + reader.messageLength() + " bytes, and channel "
                        + publisher.channel() + " takes " + publisher.maxMessageLength()
                        + ": create the channel with a larger capacity");
            } else if (publisher.tryPublish(reader.buffer(), reader.messageOffset(), reader.messageLength()) > 0) {
                counters.add(BridgeCount.BYTES, reader.messageLength());
                published++;
            } else {
                counters.add(BridgeCount.MESSAGES, published);
                counters.increment(BridgeCount.BACK_PRESSURE);
                source.resume();
                return ControlledFragmentHandler.Action.ABORT;
            }
            source.taken(sequence);
        }
        counters.add(BridgeCount.MESSAGES, published);
        counters.increment(BridgeCount.ENVELOPES);
        return ControlledFragmentHandler.Action.CONTINUE;
    }

    private void dropUntaken(Route route, Header header) {
        if (route.refusal() == null) {
            drop(BridgeCount.FOREIGN, reader.count(), header, "is of channel " + route.channel()
                    + ", which this bridge does not publish");
        } else {
            drop(BridgeCount.REFUSED, reader.count(), header, "cannot be published: " + route.refusal());
        }
    }

    /** A channel that could not be opened may be free later. */
    private void forgetRefused() {
        long now = System.nanoTime();
        if (now - refusedUntil >= 0) {
            refusedUntil = now + REFUSAL_NANOS;
            routes.values().removeIf(route -> route.publisher() == null);
            publishers.values().removeIf(CompletableFuture::isCompletedExceptionally);
        }
    }

    @Override
    public boolean isConnected() {
        return subscription.isConnected();
    }

    @Override
    public List<String> peers() {
        return subscription.images().stream().map(Image::sourceIdentity).distinct().sorted().toList();
    }

    @Override
    public String findLoss(long now) {
        return losses.find(now);
    }

    @Override
    public long lag() {
        return 0;
    }

    @Override
    public String description() {
        List<String> bound = subscription.localSocketAddresses();
        return "stream " + subscription.streamId() + " of " + settings.stream().uri()
                + (bound.isEmpty() ? "" : ", bound to " + String.join(", ", bound));
    }

    /** On the thread that opens channels, so that none is being opened. */
    @Override
    public void close() {
        try (client) {
            CloseHelper.closeAll(publishers.values().stream().filter(opened -> !opened.isCompletedExceptionally())
                    .map(Future::resultNow).toList());
        }
    }
}
