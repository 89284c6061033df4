package io.rondo.broker.sequencer;

import io.rondo.client.RondoException;
import io.rondo.client.sequenced.TopicRequest;
import java.util.List;

/** Opens the logs of topics. */
public interface TopicLogSource {
    /**
     * Opens or creates the log of a topic, and recovers it.
     *
     * @param request the topic, with the properties and the durability that are asked for; with a durability if the
     * topic is new
     * @param exists whether the topic has segments
     * @return the log, to be closed
     * @throws RondoException if the topic has another durability, or the log cannot be used
     */
    SequencerLog open(TopicRequest request, boolean exists);

    /** Returns whether a topic has a log. */
    boolean isRecorded(String topic);

    /** Returns requests that open all recorded topics with the properties that they have. */
    List<TopicRequest> topics();
}
