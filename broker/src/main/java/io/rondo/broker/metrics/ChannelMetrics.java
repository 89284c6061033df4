package io.rondo.broker.metrics;

import io.rondo.core.SegmentException;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of all channels of a directory, whether the broker has to do with them or not. Each scrape lists the directory
 * and maps one channel after the other, read-only and without a slot, so nothing is kept of a channel that was removed. For
 * one thread at a time.
 */
final class ChannelMetrics {
    private final ChannelStore store;
    private final int limit;
    private Map<String, CounterTotals> totals = Map.of();

    /**
     * Creates the metrics.
     *
     * @param store the channels
     * @param limit the most channels with metrics of their own, the first by name; bounds the number of series
     */
    ChannelMetrics(ChannelStore store, int limit) {
        this.store = store;
        this.limit = limit;
    }

    /** Looks at all channels. */
    void collect(Samples samples) {
        // The response queues of services have random names, which would add series without end.
        List<String> channels = store.directory().channels().stream().filter(name -> !ChannelName.isResponses(name))
                .toList();
        Map<String, CounterTotals> present = new HashMap<>();
        int unreadable = 0;
        for (String channel : channels.subList(0, Math.min(limit, channels.size()))) {
            try (SegmentObserver observer = store.observe(channel)) {
                ChannelFigures figures = ChannelFigures.of(observer);
                CounterTotals total = totals.get(channel);
                if (total == null || !total.belongTo(figures.identity().id())) {
                    total = new CounterTotals(figures.identity().id());
                }
                total.add(figures.counters());
                present.put(channel, total);
                add(samples, figures, total);
            } catch (SegmentException | InternalError e) {
                // It was removed meanwhile, or holds what no participant writes: rondo ls shows the reason. HotSpot throws the
                // error if the file is truncated while it is mapped.
                unreadable++;
            }
        }
        totals = present;
        samples.add(Metric.CHANNELS, channels.size());
        samples.add(Metric.CHANNELS_OMITTED, Math.max(0, channels.size() - limit), "limit");
        samples.add(Metric.CHANNELS_OMITTED, unreadable, "unreadable");
    }

    private static void add(Samples samples, ChannelFigures figures, CounterTotals total) {
        String[] labels = {figures.channel(), figures.kind()};
        samples.add(Metric.CHANNEL_CAPACITY, figures.identity().capacity(), labels);
        samples.add(Metric.CHANNEL_BACKLOG, figures.backlogBytes(), labels);
        samples.add(Metric.CHANNEL_BYTES, figures.publishedBytes(), labels);
        samples.add(Metric.CHANNEL_MESSAGES, figures.publishedMessages() >= 0
                ? figures.publishedMessages()
                : total.of(Role.PRODUCER, Counter.MESSAGES), labels);
        samples.add(Metric.CHANNEL_DELIVERED, total.of(Role.CONSUMER, Counter.MESSAGES), labels);
        samples.add(Metric.CHANNEL_LOST, total.of(Counter.LOST), labels);
        samples.add(Metric.CHANNEL_BACK_PRESSURE, total.of(Counter.BACK_PRESSURED), labels);
        samples.add(Metric.CHANNEL_RECOVERED, total.of(Counter.RECOVERED), labels);
        samples.add(Metric.CHANNEL_EVICTIONS, total.of(Counter.EVICTIONS), labels);
        for (Role role : Role.values()) {
            String[] ofRole = {labels[0], labels[1], role.word()};
            samples.add(Metric.CHANNEL_PARKS, total.of(role, Counter.PARKS), ofRole);
            samples.add(Metric.CHANNEL_WAKES, total.of(role, Counter.WAKES), ofRole);
            samples.add(Metric.CHANNEL_PARTICIPANTS, figures.participants(role, true), ofRole);
            samples.add(Metric.CHANNEL_DEAD, figures.participants(role, false), ofRole);
        }
    }
}
