package io.rondo.cli.stat;

import io.rondo.cli.runtime.Quantity;
import io.rondo.cli.runtime.Table;
import io.rondo.client.Transport;
import io.rondo.client.socket.ListeningChannel;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.layout.Counter;
import io.rondo.core.ring.WorkSettings;
import io.rondo.core.ring.scan.WorkCounts;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Statistics as text. */
public final class StatisticsText {
    private static final int KIBI = 1 << 10;
    private static final int MEBI = 1 << 20;
    /** Column of the values of {@link #full}. */
    private static final int INDENT = 13;
    private static final String[] HEADING = {"CHANNEL", "KIND", "CAPACITY", "BACKLOG", "PRODUCERS", "CONSUMERS", "IN/S",
        "OUT/S"};

    private static final List<String> PARTICIPANTS = List.of("ROLE", "SLOT", "PID", "UID", "ALIVE", "TRANSPORT",
            "ATTACHED",
            "MESSAGES", "RATE/S", "LAG", "FULL", "PARKS", "WAKES", "RECOVERED", "LOST", "EVICTIONS");
    private static final int LAST_ID_COLUMN = 3;
    private static final int POLICY_COLUMN = 7;

    private StatisticsText() {}

    /** A listing of channels. Confined to one thread. */
    public static final class Listing {
        private static final String NONE = "";

        private final Table plain = table(HEADING);
        private final Table withHolders = table(Stream.concat(Stream.of(HEADING), Stream.of("HELD UP BY"))
                .toArray(String[]::new));
        private boolean heldUp;

        /** Starts with the heading alone. */
        public Listing() {
            // The tables have their headings.
        }

        private static Table table(String... heading) {
            return new Table(Set.of(2, 3, 6, 7), heading);
        }

        private void row(String holder, String... cells) {
            plain.row(cells);
            withHolders.row(Stream.concat(Stream.of(cells), Stream.of(holder)).toArray(String[]::new));
            heldUp |= !holder.isEmpty();
        }

        /**
         * Adds a channel.
         *
         * @param statistics of the channel
         * @param lockHolder describes a process that has locked the channel's file and is no participant; null if none has
         */
        public void add(ChannelStatistics statistics, String lockHolder) {
            Identity identity = statistics.identity();
            row(lockHolder != null ? lockHolder : shortHolder(statistics), identity.name(),
                    identity.channelKind(), size(identity.capacity()),
                    Long.toString(statistics.backlogBytes()), pids(statistics.participants(Role.PRODUCER)),
                    pids(statistics.participants(Role.CONSUMER)),
                    Long.toString(statistics.messagesPerSecond(Role.PRODUCER)),
                    Long.toString(statistics.messagesPerSecond(Role.CONSUMER)));
        }

        /**
         * Adds a channel of an owner without a segment.
         *
         * @param channel as its owner describes it
         */
        public void add(ListeningChannel channel) {
            row(NONE, channel.name(), kind(channel), size(channel.welcome().capacity()), "-",
                    channel.producers() + " by socket", channel.consumers() + " by socket", "-", "-");
        }

        /**
         * Adds a channel that cannot be read.
         *
         * @param channel its name
         * @param reason of the failure
         */
        public void addUnreadable(String channel, String reason) {
            plain.row(channel, "unreadable: " + reason);
            withHolders.row(channel, "unreadable: " + reason);
        }

        /**
         * All channels, by rows. Where a participant holds others up, a further column names it.
         *
         * @param columns characters per line
         * @return lines
         */
        public String fit(int columns) {
            return (heldUp ? withHolders : plain).fit(columns, 1);
        }
    }

    private static String pids(List<ParticipantStatistics> participants) {
        if (participants.isEmpty()) {
            return "-";
        }
        List<String> cells = new ArrayList<>();
        int damaged = 0;
        for (ParticipantStatistics participant : participants) {
            ParticipantInfo info = participant.info();
            if (info.isDamaged()) {
                damaged++;
            } else {
                cells.add(pid(info) + (info.isRemote() ? "(socket)" : info.isByDescriptor() ? "(descriptor)" : "")
                        + (info.alive() ? "" : "(dead)"));
            }
        }
        if (damaged > 0) {
            cells.add(damaged + " damaged");
        }
        return String.join(",", cells);
    }

    /** A pid of another PID namespace is no process of this one. */
    private static String pid(ParticipantInfo info) {
        return info.pid() == 0 ? "unknown" : info.isForeign() ? info.pid() + "(foreign)" : Integer.toString(info.pid());
    }

    /** Returns how a participant takes part. */
    static String transport(ParticipantInfo info) {
        Transport transport = info.isRemote()
                ? Transport.SOCKET
                : info.isByDescriptor() ? Transport.SHM_DESCRIPTOR : Transport.SHM;
        return transport.displayName();
    }

    private static String size(int bytes) {
        return bytes >= MEBI ? bytes / MEBI + "m" : bytes / KIBI + "k";
    }

    /**
     * All figures of one channel.
     *
     * @param statistics of the channel
     * @param sequenced the parts of a sequenced topic; null for another channel
     * @param responses of a service; null for another channel
     * @param columns characters per line
     * @return lines
     */
    static String full(ChannelStatistics statistics, SequencedStatistics sequenced,
            MessageLengths.Responses responses, int columns) {
        if (sequenced == null) {
            return Wrap.lines(head(statistics) + responses(responses), columns, INDENT)
                    + participants(statistics, List.of(), columns);
        }
        return Wrap.lines(head(statistics) + SequencedText.head(sequenced), columns, INDENT)
                + participants(statistics, sequenced.publishers(), columns)
                + SequencedText.subscriptions(sequenced, columns);
    }

    private static String head(ChannelStatistics statistics) {
        Identity identity = statistics.identity();
        return String.format(Locale.ROOT, """
                channel      %s  (%s, %s%s)
                id           %s, created %s by pid %d, uid %s
                capacity     %s, %s, schema %s, %s runs the wake fence
                positions    %d to %d
                backlog      %d bytes%s
                rate         %d/s in, %d/s out
                """, identity.name(), identity.channelKind(), identity.sequenced() && identity.kind().isTopic()
                ? "producer is the broker"
                : producers(!identity.kind().hasManyProducers()),
                identity.ephemeral() ? ", ephemeral" : "", identity.id(), Instant.ofEpochMilli(identity.createdAt()),
                identity.creatorPid(), Integer.toUnsignedString(identity.creatorUid()), size(identity.capacity()),
                longest(identity), schema(identity.schemaId(), identity.schemaVersion()),
                identity.fenceSide().name().toLowerCase(Locale.ROOT),
                statistics.start(), statistics.end(), statistics.backlogBytes(), messages(statistics),
                statistics.messagesPerSecond(Role.PRODUCER), statistics.messagesPerSecond(Role.CONSUMER))
                + (statistics.work() == null ? "" : work(statistics))
                + heldUp(statistics);
    }

    private static String longest(Identity identity) {
        int length = MessageLengths.longest(identity);
        String what = !identity.service() ? "messages" : identity.isRequestQueue() ? "requests" : "responses";
        return what + " up to " + length + " bytes";
    }

    private static String responses(MessageLengths.Responses responses) {
        if (responses == null) {
            return "";
        }
        return String.format(Locale.ROOT, "responses    %s\n", responses.requesters() == 0
                ? "no requester is attached"
                : responses.shortest() == responses.longest()
                        ? "up to " + responses.longest() + " bytes, " + requesters(responses)
                        : "up to " + responses.shortest() + " to " + responses.longest() + " bytes, "
                                + requesters(responses));
    }

    private static String requesters(MessageLengths.Responses responses) {
        return Quantity.of(responses.requesters(), "requester");
    }

    private static String work(ChannelStatistics statistics) {
        WorkCounts work = statistics.work();
        WorkSettings settings = statistics.identity().work();
        ParticipantStatistics holder = statistics.oldestHolder();
        return String.format(Locale.ROOT, "%-13s%d ready, %d held, %d returned%s; max deliveries %s%s\n",
                statistics.identity().service() ? "requests" : "work", work.ready(), work.held(), work.returned(),
                statistics.identity().service() ? "" : ", " + statistics.total(Counter.DEAD_LETTERS) + " dead letters",
                settings.maxDeliveries() == 0 ? "none" : Integer.toString(settings.maxDeliveries()),
                statistics.identity().service()
                        ? ", most responders " + statistics.identity().responders()
                        : ", processing deadline " + (settings.processingDeadlineMillis() == 0
                                ? "none"
                                : settings.processingDeadlineMillis() + " ms"))
                + (holder == null
                        ? ""
                        : "oldest held  by consumer " + holder.info().process() + " in slot " + holder.info().slot()
                                + ", at position " + work.oldestHeld() + "\n");
    }

    /**
     * The figures of a channel of an owner without a segment.
     *
     * @param channel as its owner describes it
     * @param columns characters per line
     * @return lines
     */
    public static String full(ListeningChannel channel, int columns) {
        Welcome welcome = channel.welcome();
        return Wrap.lines(String.format(Locale.ROOT, """
                channel      %s  (%s, %s%s)
                owner        the %s, uid %s; listens on %s; %s
                capacity     %s, messages up to %d bytes, schema %s
                takes part   %d producers, %d consumers
                """, channel.name(), kind(channel), producers(welcome.singleProducer()),
                welcome.ephemeral() ? ", ephemeral" : "", role(channel.ownerRole()),
                Integer.toUnsignedString(channel.ownerUid()), channel.socket(),
                welcome.sharedMemory() ? "this process cannot see its segment" : "it has no segment",
                size(welcome.capacity()),
                welcome.maxMessageLength(), schema(welcome.schemaId(), welcome.schemaVersion()), channel.producers(),
                channel.consumers()), columns, INDENT);
    }

    private static String kind(ListeningChannel channel) {
        return channel.welcome().kind().name().toLowerCase(Locale.ROOT);
    }

    private static String producers(boolean single) {
        return single ? "single producer" : "many producers";
    }

    private static String schema(int id, int version) {
        return id == 0 ? "any" : id + ":" + version;
    }

    private static String messages(ChannelStatistics statistics) {
        return statistics.identity().kind().isTopic()
                ? " at the slowest consumer, " + Quantity.of(statistics.messages(), "message") + " published"
                : " in " + Quantity.of(statistics.messages(), "message");
    }

    private static String shortHolder(ChannelStatistics statistics) {
        ParticipantStatistics holder = statistics.holder();
        if (holder == null) {
            return statistics.unconsumed() ? MissingConsumer.cause(statistics.identity()) : "";
        }
        ParticipantInfo info = holder.info();
        return (info.role() == Role.PRODUCER ? "claim of producer " : "consumer ") + info.process() + " slot "
                + info.slot() + (info.alive() ? "" : " (dead)");
    }

    private static String heldUp(ChannelStatistics statistics) {
        if (statistics.holder() == null && !statistics.unconsumed()) {
            return "";
        }
        return "held up by   " + (statistics.holder() == null
                ? MissingConsumer.describe(statistics.identity())
                : longHolder(statistics.holder())) + "\n";
    }

    private static String longHolder(ParticipantStatistics holder) {
        ParticipantInfo info = holder.info();
        return info.role() == Role.PRODUCER
                ? "claim of producer " + info.process() + " in slot " + info.slot() + ", which is "
                        + (info.alive() ? "open" : "dead: start the queue's consumer, which skips the claim")
                : "consumer " + info.process() + " in slot " + info.slot() + ", " + holder.lagBytes()
                        + " bytes behind";
    }

    private static String policy(ParticipantStatistics participant) {
        if (participant.info().role() == Role.PRODUCER) {
            return "-";
        }
        return participant.info().isEvicted() ? "evicted" : participant.policy();
    }

    /** Only consumers of topics have policies. */
    private static String participants(ChannelStatistics statistics, List<ParticipantStatistics> publishers,
            int columns) {
        List<ParticipantStatistics> participants = statistics.participants();
        if (publishers.isEmpty() && participants.isEmpty()) {
            return "no participants\n";
        }
        boolean policies = statistics.identity().kind().isTopic();
        List<String> heading = new ArrayList<>(PARTICIPANTS);
        if (policies) {
            heading.add(POLICY_COLUMN, "POLICY");
        }
        Set<Integer> numbers = IntStream.range(1, heading.size())
                .filter(column -> column <= LAST_ID_COLUMN || column > POLICY_COLUMN - (policies ? 0 : 1)).boxed()
                .collect(Collectors.toSet());
        Table table = new Table(numbers, heading.toArray(String[]::new));
        publishers.forEach(participant -> addRow(table, "publisher", participant, policies));
        participants.forEach(participant -> addRow(table, role(participant.info().role()), participant, policies));
        return table.fit(columns, 3);
    }

    private static void addRow(Table table, String role, ParticipantStatistics participant, boolean policies) {
        ParticipantInfo info = participant.info();
        if (info.isDamaged()) {
            table.row(role, Integer.toString(info.slot()), "damaged: " + info.damage() + "; held by "
                    + (info.alive() ? "a live process" : "no live process"));
            return;
        }
        List<String> cells = new ArrayList<>(List.of(role, Integer.toString(info.slot()), pid(info),
                Integer.toUnsignedString(info.uid()), info.alive() ? "yes" : "no", transport(info),
                Instant.ofEpochMilli(info.attachedAt()).toString(), count(info, Counter.MESSAGES),
                Long.toString(participant.messagesPerSecond()), Long.toString(participant.lagBytes()),
                count(info, Counter.BACK_PRESSURED), count(info, Counter.PARKS), count(info, Counter.WAKES),
                count(info, Counter.RECOVERED), count(info, Counter.LOST), count(info, Counter.EVICTIONS)));
        if (policies) {
            cells.add(POLICY_COLUMN, policy(participant));
        }
        table.row(cells.toArray(String[]::new));
    }

    private static String role(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String count(ParticipantInfo info, Counter counter) {
        return Long.toString(info.count(counter));
    }
}
