package io.rondo.broker.bridge.copy;

import io.aeron.logbuffer.Header;
import io.rondo.broker.bridge.BridgeCount;
import io.rondo.broker.bridge.BridgeCounters;
import io.rondo.broker.bridge.BridgeEnvironment;
import io.rondo.broker.bridge.BridgeLink;
import io.rondo.broker.bridge.BridgeListener;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.DropNotices;
import io.rondo.broker.bridge.envelope.BatchReader;
import io.rondo.broker.sequencer.CopyIdentity;
import io.rondo.broker.sequencer.LogFeed;
import io.rondo.broker.sequencer.Topics;
import io.rondo.client.RondoException;
import io.rondo.codecs.bridge.ForwardDecoder;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import io.rondo.codecs.bridge.ResumeDecoder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The home of a sequenced topic: sends its log to copies, and publishes what they forward. It reads the log, not the topic, so
 * no copy slows local traffic.
 */
final class HomeLink implements BridgeLink {
    /** Most copies of a stream: any program may send there. */
    private static final int MOST_COPIES = 64;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String topic;
    private final Topics topics;
    private final LogFeed feed;
    private final LongSupplier clock;
    private final BridgeCounters counters;
    private final DropNotices drops;
    private final IngressWriter ingress;
    private final StreamPair streams;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ResumeDecoder resume = new ResumeDecoder();
    private final BatchReader forward = CopyMessages.forwardReader();
    private final Long2ObjectHashMap<HomeCopy> copies = new Long2ObjectHashMap<>();
    /** The last sequence of copies that say nothing any more, by id. */
    private final SequencedMap<Long, Long> silent = new LinkedHashMap<>();
    /** For other threads. */
    private final AtomicLong lag = new AtomicLong();
    private long checkAt = System.nanoTime();

    HomeLink(BridgeSettings settings, BridgeEnvironment environment, CopyLinks links, BridgeCounters counters,
            BridgeListener listener) {
        topic = settings.channel().text();
        this.counters = counters;
        drops = new DropNotices(listener);
        topics = links.topics();
        feed = topics.feed(topic);
        clock = links.clock();
        ingress = new IngressWriter(topic, topics, links.memory(), conflict -> drops.report(() -> conflict));
        try {
            streams = new StreamPair(environment, settings.stream(), settings.control(), this::onMessage);
        } catch (RuntimeException | Error e) {
            ingress.close();
            throw e;
        }
    }

    @Override
    public int doWork() {
        int work = streams.poll();
        if (streams.takeInterruption()) {
            copies.values().forEach(HomeCopy::onInterruption);
        }
        long now = System.nanoTime();
        check(now);
        long most = 0;
        Iterator<HomeCopy> each = copies.values().iterator();
        while (each.hasNext()) {
            HomeCopy copy = each.next();
            if (copy.isSilent(now)) {
                each.remove();
                forget(copy);
                continue;
            }
            work += work(copy, now);
            most = Math.max(most, copy.lag());
        }
        for (long last : silent.values()) {
            most = Math.max(most, feed.durable().getAsLong() - last);
        }
        lag.setOpaque(most);
        return work;
    }

    /** A topic that was removed, or has failed, has another log and another ingress when it is opened again. */
    private void check(long now) {
        if (now - checkAt >= 0) {
            checkAt = now + CHECK_NANOS;
            if (!topics.isCurrent(topic, feed)) {
                throw new RondoException("topic " + topic + " was closed: it was removed, or its sequencer has failed");
            }
        }
    }

    private int work(HomeCopy copy, long now) {
        try {
            return copy.doWork(now);
        } catch (RefusedForwardException e) {
            refuse(copy, e);
            return 0;
        }
    }

    /** Other copies go on. This one begins another session with the same message, or asks again. */
    private void refuse(HomeCopy copy, RefusedForwardException e) {
        if (e.question() == 0) {
            copy.onInterruption();
        }
        copy.sendRefusal(e);
        counters.increment(BridgeCount.REFUSED);
        drops.report(e::getMessage);
    }

    private void forget(HomeCopy copy) {
        copy.close();
        if (silent.size() == MOST_COPIES) {
            silent.pollFirstEntry();
        }
        silent.put(copy.id(), copy.last());
    }

    private boolean onMessage(DirectBuffer buffer, int offset, int length, Header from) {
        switch (CopyMessages.template(header, buffer, offset, length)) {
            case ResumeDecoder.TEMPLATE_ID -> onResume(buffer, offset, length, from);
            case ForwardDecoder.TEMPLATE_ID -> {
                return onForward(buffer, offset, length, from);
            }
            default -> drop(BridgeCount.FOREIGN, from, "is of no copy of a sequenced topic");
        }
        return true;
    }

    private void drop(BridgeCount count, Header from, String reason) {
        counters.increment(count);
        drops.report(() -> "a message from " + StreamPair.sender(from) + " " + reason);
    }

    private void onResume(DirectBuffer buffer, int offset, int length, Header from) {
        if (!CopyMessages.hasBlock(header, ResumeDecoder.BLOCK_LENGTH, length)) {
            drop(BridgeCount.MALFORMED, from, "breaks the format of requests");
            return;
        }
        resume.wrapAndApplyHeader(buffer, offset, header);
        int name = resume.limit() - offset;
        String asked = name + ResumeDecoder.topicHeaderLength() > length
                || name + ResumeDecoder.topicHeaderLength() + (buffer.getByte(offset + name) & 0xff) > length
                        ? null
                        : resume.topic();
        if (asked == null || resume.nextSequence() < 1 || resume.nextSequence() == 1 && resume.timestamp() != 0
                || (resume.question() == 0) != (resume.producerId() == 0) || resume.producerId() < 0
                || !CopyIdentity.isValid(resume.copyId())) {
            drop(BridgeCount.MALFORMED, from, "breaks the format of requests");
        } else if (!asked.equals(topic)) {
            drop(BridgeCount.FOREIGN, from, "asks for topic " + asked + ", and this bridge has " + topic);
        } else {
            HomeCopy copy = copy(resume.copyId(), from);
            if (copy != null) {
                copy.onResume(resume, System.nanoTime());
            }
        }
    }

    private HomeCopy copy(long id, Header from) {
        HomeCopy known = copies.get(id);
        if (known != null) {
            return known;
        }
        if (copies.size() == MOST_COPIES) {
            drop(BridgeCount.REFUSED, from, "is of one more copy than " + MOST_COPIES + ", the most of a stream");
            return null;
        }
        HomeCopy added = new HomeCopy(topic, id, feed, streams, new LogCursor(topic, id, feed, streams, counters),
                ingress, clock);
        copies.put(id, added);
        silent.remove(id);
        return added;
    }

    private boolean onForward(DirectBuffer buffer, int offset, int length, Header from) {
        if (!forward.begin(buffer, offset, length) || !forward.isWhole(length)) {
            drop(BridgeCount.MALFORMED, from, "breaks the format of forwarded messages");
            return true;
        }
        HomeCopy copy = copies.get(forward.field(ForwardDecoder.copyIdEncodingOffset()));
        if (copy == null || forward.field(ForwardDecoder.logIdEncodingOffset()) != feed.logId().getAsLong()) {
            return true;
        }
        try {
            return copy.onForward(forward);
        } catch (RefusedForwardException e) {
            refuse(copy, e);
            return true;
        }
    }

    @Override
    public boolean isConnected() {
        return streams.isConnected();
    }

    @Override
    public List<String> peers() {
        return streams.peers();
    }

    @Override
    public String findLoss(long now) {
        return streams.findLoss(now);
    }

    @Override
    public long lag() {
        return lag.getOpaque();
    }

    @Override
    public String description() {
        return streams.description();
    }

    @Override
    public void close() {
        try (streams) {
            CloseHelper.closeAll(copies.values());
        } finally {
            ingress.close();
        }
    }
}
