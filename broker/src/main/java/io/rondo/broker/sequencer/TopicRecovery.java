package io.rondo.broker.sequencer;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Health;
import io.rondo.client.NoSpaceException;
import io.rondo.client.RondoException;
import io.rondo.client.sequenced.NotReadyException;
import io.rondo.client.sequenced.TopicRequest;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.SegmentSpec;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Continues the topics that an earlier broker left. For one thread at a time. */
public final class TopicRecovery {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final ChannelStore store;
    private final TopicLogSource logs;
    private final Topics topics;
    private final Health health;
    /** Topics that could not be continued because there was no space. */
    private final List<TopicRequest> withoutSpace = new ArrayList<>();

    /**
     * Prepares the recovery.
     *
     * @param store the channels of the directory
     * @param logs name the recorded topics
     * @param topics opens topics
     * @param health gets alarms and the progress
     */
    public TopicRecovery(ChannelStore store, TopicLogSource logs, Topics topics, Health health) {
        this.store = store;
        this.logs = logs;
        this.topics = topics;
        this.health = health;
    }

    /**
     * Continues all topics of the directory, and all recorded ones. A topic that cannot be continued is logged and left alone.
     */
    public void recover() {
        Map<String, List<TopicRequest>> requests = new LinkedHashMap<>();
        for (String segment : store.directory().channels()) {
            String topic = ChannelName.isIngress(segment) ? ChannelName.topicOf(segment) : segment;
            try {
                var identity = store.find(segment);
                if (identity != null && identity.sequenced()) {
                    requests.computeIfAbsent(topic, _ -> new ArrayList<>())
                            .add(new TopicRequest(topic, SegmentSpec.builder().topic(true).sequenced(0).build(), null));
                }
            } catch (RondoException | SegmentException e) {
                // Perhaps a plain channel: no publisher is known to wait.
                notContinued(topic, false, e);
            }
        }
        logs.topics().forEach(request -> requests.computeIfAbsent(request.topic(), _ -> new ArrayList<>())
                .add(request));
        health.recovery().begin(requests.size());
        requests.forEach((topic, each) -> {
            health.recovery().topic(topic);
            each.stream().filter(request -> isWithoutSpace(request, false)).forEach(withoutSpace::add);
            health.recovery().topicDone();
        });
    }

    /**
     * Tries again to continue the topics that {@link #recover()} found no space for.
     *
     * @return whether there are such topics still; false when the broker ends
     */
    public boolean retryWithoutSpace() {
        withoutSpace.removeIf(request -> !isWithoutSpace(request, true));
        return !withoutSpace.isEmpty();
    }

    /**
     * Continues a topic, or reports why it cannot be continued.
     *
     * @param again whether there was no space before, which is reported only once
     * @return whether it is to be tried again, because there is no space
     */
    private boolean isWithoutSpace(TopicRequest request, boolean again) {
        try {
            topics.open(request);
            if (again) {
                LOG.log(Level.INFO, "topic {0} is continued: there is space again", request.topic());
            }
        } catch (NoSpaceException e) {
            if (!again) {
                notContinued(request.topic(), true, e);
            }
            return true;
        } catch (NotReadyException e) {
            // The broker ends.
            return false;
        } catch (RondoException | SegmentException | IllegalArgumentException e) {
            notContinued(request.topic(), true, e);
        }
        return false;
    }

    private void notContinued(String topic, boolean blocking, RuntimeException e) {
        LOG.log(Level.ERROR, "topic {0} cannot be continued: {1}", topic, e.getMessage());
        health.alarms().raise(AlarmKind.NOT_CONTINUED, topic, blocking,
                "topic " + topic + " cannot be continued: " + e.getMessage());
    }
}
