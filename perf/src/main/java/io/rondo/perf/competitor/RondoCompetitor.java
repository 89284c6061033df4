package io.rondo.perf.competitor;

import io.rondo.client.Channel;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitSet;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.segment.SegmentSpec;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Rondo through its public API. */
final class RondoCompetitor implements Competitor {
    /** Longer than any slice, which the worker's watchdog bounds. A shorter wait would wake the measured sleepers. */
    private static final Duration WAIT = Duration.ofHours(1);

    private static final int LONGEST_BY_DEFAULT = RecordLayout.maxMessageLength(SegmentSpec.BASE_CAPACITY);

    private final Rondo rondo;
    private final BiFunction<Rondo, String, Channel<?>> channels;
    private final int capacity;
    private final boolean byDefault;
    private final boolean waiting;
    private final Function<WaitSet, Receiver> waitSets;

    /** With {@code waiting} the calls wait in Rondo; otherwise the worker spins. */
    RondoCompetitor(CompetitorSettings settings, BiFunction<Rondo, String, Channel<?>> channels,
            boolean waiting) {
        this(settings, channels, waiting,
                waiting ? RondoCompetitor::awaiting : set -> () -> set.poll(Receiver.LIMIT));
    }

    /** With another way to wait for many channels. */
    RondoCompetitor(CompetitorSettings settings, BiFunction<Rondo, String, Channel<?>> channels,
            boolean waiting, Function<WaitSet, Receiver> waitSets) {
        this.rondo = Rondo.connect(RondoConfig.builder().directory(settings.directory()).build());
        this.channels = channels;
        this.capacity = settings.ring();
        // The default of the longest message is that of the smallest default capacity.
        this.byDefault = settings.isByDefault() && settings.point().length() <= LONGEST_BY_DEFAULT;
        this.waiting = waiting;
        this.waitSets = waitSets;
    }

    private static Receiver awaiting(WaitSet set) {
        return () -> {
            int messages = set.poll(Receiver.LIMIT);
            if (messages == 0 && set.await(WAIT)) {
                messages = set.poll(Receiver.LIMIT);
            }
            return messages;
        };
    }

    private Channel<?> channel(String name) {
        Channel<?> channel = channels.apply(rondo, name).linger(Duration.ZERO);
        return byDefault ? channel : channel.capacity(capacity);
    }

    @Override
    public Sender sender(String channel) {
        return new PublisherSender(channel(channel).publisher(), waiting);
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        Subscriber subscriber = channel(channel).subscriber();
        MessageHandler handler = reader::read;
        return waiting
                ? () -> subscriber.receive(handler, Receiver.LIMIT, WAIT)
                : () -> subscriber.poll(handler, Receiver.LIMIT);
    }

    @Override
    public Receiver receivers(String channel, int count, MessageReader reader) {
        WaitSet set = rondo.waitSet();
        MessageHandler handler = reader::read;
        for (int i = 0; i < count; i++) {
            set.add(channel(channel + i).subscriber(), handler);
        }
        return waitSets.apply(set);
    }

    @Override
    public void close() {
        try {
            rondo.close();
        } catch (DeliveryUnknownException e) {
            // The other side of a socket was closed first; all slices have ended.
        }
    }
}
