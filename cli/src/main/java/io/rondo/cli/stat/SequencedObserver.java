package io.rondo.cli.stat;

import io.rondo.cli.log.LogSummary;
import io.rondo.client.log.LogException;
import io.rondo.client.sequenced.SubscriptionTable;
import io.rondo.core.SegmentException;
import io.rondo.core.os.IoReason;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at the ingress, the log and the durable subscriptions of a sequenced topic. Confined to one thread. */
final class SequencedObserver implements AutoCloseable {
    private final String topic;
    private final ChannelDirectory directory;
    private final SegmentObserver ingress;
    private final ChannelStatistics.Sampler sampler;

    private SequencedObserver(String topic, ChannelDirectory directory, SegmentObserver ingress) {
        this.topic = topic;
        this.directory = directory;
        this.ingress = ingress;
        sampler = ingress == null ? null : new ChannelStatistics.Sampler(ingress);
    }

    /**
     * Opens the ingress of a topic, if it exists, and takes the first sample.
     *
     * @param channel the segment of the topic
     * @param store the channels of its directory
     * @return the observer, to be closed; null if the channel is no sequenced topic
     * @throws SegmentException if the ingress cannot be read
     */
    static SequencedObserver of(SegmentObserver channel, ChannelStore store) {
        if (!channel.identity().sequenced() || !channel.identity().kind().isTopic()) {
            return null;
        }
        String topic = channel.identity().name();
        String ingress = ChannelName.ingress(topic);
        SegmentObserver opened = store.find(ingress) == null ? null : store.observe(ingress);
        try {
            return new SequencedObserver(topic, store.directory(), opened);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Takes a further sample.
     *
     * @return the figures, with rates since the sample before
     */
    SequencedStatistics sample() {
        ChannelStatistics publishers = sampler == null ? null : sampler.sample();
        List<SequencedStatistics.Subscription> subscriptions = subscriptions();
        Path link = directory.logLink(topic);
        try {
            // Read after the positions, which are then not ahead of it.
            return new SequencedStatistics(publishers, true, LogSummary.of(Files.readSymbolicLink(link)), null,
                    subscriptions);
        } catch (NoSuchFileException e) {
            return new SequencedStatistics(publishers, false, null, null, subscriptions);
        } catch (IOException e) {
            return new SequencedStatistics(publishers, true, null, link + ": " + IoReason.of(e), subscriptions);
        } catch (LogException | SegmentException e) {
            return new SequencedStatistics(publishers, true, null, e.getMessage(), subscriptions);
        }
    }

    private List<SequencedStatistics.Subscription> subscriptions() {
        List<SequencedStatistics.Subscription> found = new ArrayList<>();
        try (SubscriptionTable table = SubscriptionTable.observe(directory.subscriptions(topic))) {
            for (int entry = 0; table != null && entry < SubscriptionTable.MAX_SUBSCRIPTIONS; entry++) {
                String name = table.name(entry);
                if (name != null) {
                    boolean alive = table.isLocked(entry);
                    found.add(new SequencedStatistics.Subscription(name, table.confirmed(entry), alive,
                            alive ? table.holders(entry) : List.of()));
                }
            }
        }
        found.sort(Comparator.comparing(SequencedStatistics.Subscription::name));
        return found;
    }

    @Override
    public void close() {
        if (ingress != null) {
            ingress.close();
        }
    }
}
