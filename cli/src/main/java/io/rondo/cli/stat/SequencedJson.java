package io.rondo.cli.stat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rondo.core.layout.RingKind;
import io.rondo.core.segment.Role;

/** The parts of a sequenced topic as JSON. The keys are part of the command line's contract. */
final class SequencedJson {
    private SequencedJson() {}

    /** Adds them to the object of the topic. */
    static void add(JsonObject json, SequencedStatistics topic) {
        json.add("publishers", StatisticsJson.participants(topic.publishers(), RingKind.MPSC));
        if (topic.ingress() != null) {
            JsonObject ingress = new JsonObject();
            ingress.addProperty("unread", topic.ingress().messages());
            ingress.addProperty("backlogBytes", topic.ingress().backlogBytes());
            ingress.addProperty("publishedPerSecond", topic.ingress().messagesPerSecond(Role.PRODUCER));
            json.add("ingress", ingress);
        }
        if (topic.durability() != null) {
            json.addProperty("durability", topic.durability());
        }
        if (topic.log() != null) {
            json.add("log", topic.log().json());
        } else if (topic.recorded()) {
            JsonObject log = new JsonObject();
            log.addProperty("error", topic.logError());
            json.add("log", log);
        }
        JsonArray subscriptions = new JsonArray();
        for (SequencedStatistics.Subscription subscription : topic.subscriptions()) {
            subscriptions.add(subscription(topic, subscription));
        }
        json.add("subscriptions", subscriptions);
    }

    private static JsonObject subscription(SequencedStatistics topic, SequencedStatistics.Subscription subscription) {
        JsonObject json = new JsonObject();
        json.addProperty("name", subscription.name());
        json.addProperty("confirmed", subscription.confirmed());
        if (topic.behind(subscription) >= 0) {
            json.addProperty("behind", topic.behind(subscription));
        }
        json.addProperty("alive", subscription.alive());
        JsonArray pids = new JsonArray();
        subscription.pids().forEach(pids::add);
        json.add("pids", pids);
        return json;
    }
}
