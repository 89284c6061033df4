package io.rondo.cli.stat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Statistics as JSON. The keys are part of the command line's contract. */
public final class StatisticsJson {
    private static final String SHARED_MEMORY = "shm";
    private static final String SOCKET = "socket";

    private StatisticsJson() {}

    /**
     * One channel in short, for a listing.
     *
     * @param statistics of the channel
     * @param lockHolder describes a process that has locked the channel's file and is no participant; null if none has
     * @return an object
     */
    public static JsonObject summary(ChannelStatistics statistics, String lockHolder) {
        JsonObject json = new JsonObject();
        json.addProperty("channel", statistics.identity().name());
        addKind(json, statistics.identity());
        json.addProperty("transport", SHARED_MEMORY);
        json.addProperty("capacity", statistics.identity().capacity());
        json.addProperty("backlogBytes", statistics.backlogBytes());
        for (Role role : Role.values()) {
            JsonArray participants = new JsonArray();
            for (ParticipantStatistics participant : statistics.participants(role)) {
                JsonObject object = new JsonObject();
                if (!participant.info().isDamaged()) {
                    addPid(object, participant.info());
                }
                addLife(object, participant.info());
                addTransport(object, participant.info());
                participants.add(object);
            }
            json.add(name(role) + "s", participants);
        }
        json.addProperty("publishedPerSecond", statistics.messagesPerSecond(Role.PRODUCER));
        json.addProperty("deliveredPerSecond", statistics.messagesPerSecond(Role.CONSUMER));
        addHolder(json, statistics.holder());
        if (lockHolder != null) {
            json.addProperty("lockedBy", lockHolder);
        }
        return json;
    }

    /**
     * A channel without a segment that could be looked at, for a listing or by itself: it tells less.
     *
     * @param channel as its owner describes it
     * @return an object
     */
    public static JsonObject full(ListeningChannel channel) {
        Welcome welcome = channel.welcome();
        JsonObject json = new JsonObject();
        json.addProperty("channel", channel.name());
        json.addProperty("kind", welcome.kind().name().toLowerCase(Locale.ROOT));
        json.addProperty("singleProducer", welcome.singleProducer());
        json.addProperty("transport", welcome.sharedMemory() ? SHARED_MEMORY : SOCKET);
        json.addProperty("capacity", welcome.capacity());
        json.addProperty("maxMessage", welcome.maxMessageLength());
        addSchema(json, welcome.schemaId(), welcome.schemaVersion());
        json.addProperty("ephemeral", welcome.ephemeral());
        json.addProperty("socket", channel.socket().toString());
        JsonObject owner = new JsonObject();
        owner.addProperty("role", name(channel.ownerRole()));
        owner.addProperty("uid", Integer.toUnsignedLong(channel.ownerUid()));
        json.add("owner", owner);
        json.addProperty("producerCount", channel.producers());
        json.addProperty("consumerCount", channel.consumers());
        return json;
    }

    private static void addSchema(JsonObject json, int id, int version) {
        JsonObject schema = new JsonObject();
        schema.addProperty("id", id);
        schema.addProperty("version", version);
        json.add("schema", schema);
    }

    /**
     * A channel that cannot be read, for a listing.
     *
     * @param channel its name
     * @param reason why
     * @return an object
     */
    public static JsonObject unreadable(String channel, String reason) {
        JsonObject json = new JsonObject();
        json.addProperty("channel", channel);
        json.addProperty("error", reason);
        return json;
    }

    /**
     * Everything about one channel.
     *
     * @param statistics of the channel
     * @param sequenced the parts of a sequenced topic; null for another channel
     * @param responses of a service; null for another channel
     * @return an object
     */
    static JsonObject full(ChannelStatistics statistics, SequencedStatistics sequenced,
            MessageLengths.Responses responses) {
        Identity identity = statistics.identity();
        JsonObject json = new JsonObject();
        json.addProperty("channel", identity.name());
        json.addProperty("id", identity.id().toString());
        addKind(json, identity);
        json.addProperty("transport", SHARED_MEMORY);
        json.addProperty("capacity", identity.capacity());
        json.addProperty("maxMessage", MessageLengths.longest(identity));
        if (responses != null) {
            addLengths(json, identity, responses);
        }
        addSchema(json, identity.schemaId(), identity.schemaVersion());
        json.addProperty("fenceSide", identity.fenceSide().name().toLowerCase(Locale.ROOT));
        json.addProperty("ephemeral", identity.ephemeral());
        json.addProperty("created", Instant.ofEpochMilli(identity.createdAt()).toString());
        JsonObject creator = new JsonObject();
        creator.addProperty("pid", identity.creatorPid());
        creator.addProperty("uid", Integer.toUnsignedLong(identity.creatorUid()));
        json.add("creator", creator);
        addFlow(json, statistics);
        addHolder(json, statistics.holder());
        if (statistics.work() != null) {
            addWork(json, statistics);
        }
        json.add("participants", participants(statistics.participants(), identity.kind()));
        if (sequenced != null) {
            SequencedJson.add(json, sequenced);
        }
        return json;
    }

    private static void addLengths(JsonObject json, Identity identity, MessageLengths.Responses responses) {
        json.addProperty("maxRequest", MessageLengths.longest(identity));
        json.addProperty("requesters", responses.requesters());
        if (responses.requesters() > 0) {
            json.addProperty("leastMaxResponse", responses.shortest());
            json.addProperty("greatestMaxResponse", responses.longest());
        }
    }

    /** Returns an array of participants. */
    static JsonArray participants(List<ParticipantStatistics> participants, RingKind kind) {
        JsonArray array = new JsonArray();
        participants.forEach(participant -> array.add(participant(participant, kind)));
        return array;
    }

    private static void addKind(JsonObject json, Identity identity) {
        json.addProperty("kind", identity.channelKind());
        json.addProperty("singleProducer", !identity.kind().hasManyProducers());
    }

    private static void addFlow(JsonObject json, ChannelStatistics statistics) {
        JsonObject positions = new JsonObject();
        positions.addProperty("start", statistics.start());
        positions.addProperty("end", statistics.end());
        json.add("positions", positions);
        json.addProperty("backlogBytes", statistics.backlogBytes());
        json.addProperty(statistics.identity().kind().isTopic() ? "published" : "unread", statistics.messages());
        json.addProperty("publishedPerSecond", statistics.messagesPerSecond(Role.PRODUCER));
        json.addProperty("deliveredPerSecond", statistics.messagesPerSecond(Role.CONSUMER));
    }

    private static void addHolder(JsonObject json, ParticipantStatistics holder) {
        if (holder != null) {
            JsonObject object = new JsonObject();
            object.addProperty("slot", holder.info().slot());
            addPid(object, holder.info());
            object.addProperty("lagBytes", holder.lagBytes());
            object.addProperty("role", name(holder.info().role()));
            object.addProperty("alive", holder.info().alive());
            json.add("heldUpBy", object);
        }
    }

    private static void addWork(JsonObject json, ChannelStatistics statistics) {
        JsonObject work = new JsonObject();
        work.addProperty("ready", statistics.work().ready());
        work.addProperty("held", statistics.work().held());
        work.addProperty("returned", statistics.work().returned());
        work.addProperty("deadLetters", statistics.total(Counter.DEAD_LETTERS));
        if (statistics.identity().service()) {
            work.addProperty("mostResponders", statistics.identity().responders());
        }
        work.addProperty("maxDeliveries", statistics.identity().work().maxDeliveries());
        work.addProperty("processingDeadlineMillis", statistics.identity().work().processingDeadlineMillis());
        ParticipantStatistics holder = statistics.oldestHolder();
        if (holder != null) {
            JsonObject oldest = new JsonObject();
            oldest.addProperty("slot", holder.info().slot());
            addPid(oldest, holder.info());
            oldest.addProperty("alive", holder.info().alive());
            oldest.addProperty("position", statistics.work().oldestHeld());
            work.add("oldestHeldBy", oldest);
        }
        json.add("work", work);
    }

    private static JsonObject participant(ParticipantStatistics participant, RingKind kind) {
        ParticipantInfo info = participant.info();
        JsonObject json = new JsonObject();
        json.addProperty("role", name(info.role()));
        json.addProperty("slot", info.slot());
        if (info.isDamaged()) {
            addLife(json, info);
            return json;
        }
        addPid(json, info);
        json.addProperty("uid", Integer.toUnsignedLong(info.uid()));
        addLife(json, info);
        addTransport(json, info);
        json.addProperty("attached", Instant.ofEpochMilli(info.attachedAt()).toString());
        json.addProperty("messagesPerSecond", participant.messagesPerSecond());
        for (Counter counter : Counter.values()) {
            json.addProperty(key(counter), info.count(counter));
        }
        if (info.role() == Role.CONSUMER) {
            if (kind.isTopic()) {
                json.addProperty("policy", participant.policy());
                json.addProperty("evicted", info.isEvicted());
                json.addProperty("position", info.position());
            }
            json.addProperty("lagBytes", participant.lagBytes());
        }
        return json;
    }

    /** A pid of another PID namespace is no process of this one. */
    private static void addPid(JsonObject json, ParticipantInfo info) {
        json.addProperty("pid", info.pid());
        if (info.isForeign()) {
            json.addProperty("foreignPid", true);
        }
    }

    private static void addLife(JsonObject json, ParticipantInfo info) {
        json.addProperty("alive", info.alive());
        if (info.isDamaged()) {
            json.addProperty("damaged", info.damage());
        }
    }

    private static void addTransport(JsonObject json, ParticipantInfo info) {
        if (!info.isDamaged()) {
            json.addProperty("transport", StatisticsText.transport(info));
        }
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String key(Counter counter) {
        return switch (counter) {
            case MESSAGES -> "messages";
            case BACK_PRESSURED -> "backPressured";
            case PARKS -> "parks";
            case WAKES -> "wakes";
            case RECOVERED -> "recovered";
            case LOST -> "lost";
            case EVICTIONS -> "evictions";
            case RETURNED -> "returned";
            case TAKEN_OVER -> "takenOver";
            case LEASES_LOST -> "leasesLost";
            case DEAD_LETTERS -> "deadLetters";
        };
    }
}
