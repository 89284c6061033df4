package io.rondo.broker.sequencer;

import io.rondo.broker.topic.TopicRules;
import io.rondo.client.RondoException;
import io.rondo.client.sequenced.SequencedSpecs;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentSpace;
import io.rondo.core.segment.SegmentSpec;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Stream;

/** Creates the topics that have a rule of their own, when a broker starts. Used once, by one thread. */
public final class ConfiguredTopics {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final ChannelStore store;
    private final TopicRules rules;
    private final Topics topics;

    /**
     * Prepares the creation.
     *
     * @param store the channels of the directory
     * @param rules name the topics
     * @param topics recovered
     */
    public ConfiguredTopics(ChannelStore store, TopicRules rules, Topics topics) {
        this.store = store;
        this.rules = rules;
        this.topics = topics;
    }

    /**
     * Creates the topics that do not exist, if all of them fit. A topic that cannot be created, or that exists with other
     * properties, is logged and left alone.
     */
    public void create() {
        List<TopicRequest> missing = rules.named().stream().filter(this::isMissing).toList();
        List<TopicRequest> opened = rules.named();
        try {
            SegmentSpace.of(store.directory()).require("the creation of " + missing.size() + " configured topics",
                    missing.stream().map(rules::complete).map(TopicRequest::properties)
                            .flatMap(each -> Stream.of(SequencedSpecs.egress(each, true),
                                    SequencedSpecs.ingress(each, true, 0)))
                            .toArray(SegmentSpec[]::new));
        } catch (SegmentException e) {
            LOG.log(Level.ERROR, "configured topics are not created before clients ask for them: {0}", e.getMessage());
            opened = opened.stream().filter(request -> !missing.contains(request)).toList();
        } catch (IllegalArgumentException e) {
            // The topic is named below.
        }
        opened.forEach(this::open);
    }

    /** A segment that cannot be read exists. */
    private boolean isMissing(TopicRequest request) {
        try {
            return store.find(request.topic()) == null;
        } catch (SegmentException e) {
            return false;
        }
    }

    private void open(TopicRequest request) {
        try {
            topics.open(request);
        } catch (RondoException | SegmentException | IllegalArgumentException e) {
            LOG.log(Level.ERROR, "topic {0} is not as configured: {1}", request.topic(), e.getMessage());
        }
    }
}
