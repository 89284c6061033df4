package io.rondo.cli.stat;

import io.rondo.client.socket.ListeningChannel;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Statistics for people. */
public final class StatisticsText {
    private static final int KIBI = 1 << 10;
    private static final int MEBI = 1 << 20;

    private StatisticsText() {}

    /** A listing of channels. Confined to one thread. */
    public static final class Listing {
        private final Table table = new Table(Set.of(2, 3, 6, 7), "CHANNEL", "KIND", "CAPACITY", "BACKLOG", "PRODUCERS",
                "CONSUMERS", "IN/S", "OUT/S");

        /** Starts with the heading alone. */
        public Listing() {
            // The table has its heading.
        }

        /**
         * Adds a channel.
         *
         * @param statistics of the channel
         */
        public void add(ChannelStatistics statistics) {
            Identity identity = statistics.identity();
            table.row(identity.name(), identity.kind().channelKind(), size(identity.capacity()),
                    Long.toString(statistics.backlogBytes()), pids(statistics.participants(Role.PRODUCER)),
                    pids(statistics.participants(Role.CONSUMER)),
                    Long.toString(statistics.messagesPerSecond(Role.PRODUCER)),
                    Long.toString(statistics.messagesPerSecond(Role.CONSUMER)));
        }

        /**
         * Adds a channel whose owner has no segment.
         *
         * @param channel as its owner describes it
         */
        public void add(ListeningChannel channel) {
            table.row(channel.name(), kind(channel), size(channel.welcome().capacity()), "-",
                    channel.producers() + " by socket", channel.consumers() + " by socket", "-", "-");
        }

        /**
         * Adds a channel that cannot be read.
         *
         * @param channel its name
         * @param reason why
         */
        public void addUnreadable(String channel, String reason) {
            table.row(channel, "unreadable: " + reason);
        }

        @Override
        public String toString() {
            return table.toString();
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
                cells.add(info.pid() + (info.isRemote() ? "(socket)" : "") + (info.alive() ? "" : "(dead)"));
            }
        }
        if (damaged > 0) {
            cells.add(damaged + " damaged");
        }
        return String.join(",", cells);
    }

    private static String size(int bytes) {
        return bytes >= MEBI ? bytes / MEBI + "m" : bytes / KIBI + "k";
    }

    /**
     * Everything about one channel.
     *
     * @param statistics of the channel
     * @return lines
     */
    public static String full(ChannelStatistics statistics) {
        Identity identity = statistics.identity();
        return String.format(Locale.ROOT, """
                channel      %s  (%s, %s%s)
                id           %s, created %s by pid %d, uid %s
                capacity     %s, messages up to %d bytes, schema %s, %s pays the wake fence
                positions    %d to %d
                backlog      %d bytes%s
                rate         %d/s in, %d/s out
                """, identity.name(), identity.kind().channelKind(), producers(identity.kind() != RingKind.MPSC),
                identity.ephemeral() ? ", ephemeral" : "", identity.id(), Instant.ofEpochMilli(identity.createdAt()),
                identity.creatorPid(), Integer.toUnsignedString(identity.creatorUid()), size(identity.capacity()),
                identity.maxMessageLength(), schema(identity.schemaId(), identity.schemaVersion()),
                identity.fenceSide().name().toLowerCase(Locale.ROOT),
                statistics.start(), statistics.end(), statistics.backlogBytes(), messages(statistics),
                statistics.messagesPerSecond(Role.PRODUCER), statistics.messagesPerSecond(Role.CONSUMER))
                + culprit(statistics.culprit()) + participants(statistics);
    }

    /**
     * What can be said about a channel whose owner has no segment.
     *
     * @param channel as its owner describes it
     * @return lines
     */
    public static String full(ListeningChannel channel) {
        Welcome welcome = channel.welcome();
        return String.format(Locale.ROOT, """
                channel      %s  (%s, %s%s)
                owner        the %s, uid %s; listens on %s; %s
                capacity     %s, messages up to %d bytes, schema %s
                takes part   %d producers, %d consumers
                """, channel.name(), kind(channel), producers(welcome.singleProducer()),
                welcome.ephemeral() ? ", ephemeral" : "", role(channel.ownerRole()),
                Integer.toUnsignedString(channel.ownerUid()), channel.socket(),
                welcome.sharedMemory() ? "its segment is out of reach from here" : "it has no segment",
                size(welcome.capacity()),
                welcome.maxMessageLength(), schema(welcome.schemaId(), welcome.schemaVersion()), channel.producers(),
                channel.consumers());
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
                ? " at the slowest consumer, " + statistics.messages() + " messages published"
                : " in " + statistics.messages() + " messages";
    }

    private static String culprit(ParticipantStatistics culprit) {
        return culprit == null
                ? ""
                : "held up by   consumer pid " + culprit.info().pid() + " in slot " + culprit.info().slot() + ", "
                        + culprit.lagBytes() + " bytes behind\n";
    }

    private static String policy(ParticipantStatistics participant) {
        if (participant.info().role() == Role.PRODUCER) {
            return "-";
        }
        return participant.info().isEvicted() ? "evicted" : participant.policy();
    }

    private static String participants(ChannelStatistics statistics) {
        if (statistics.participants().isEmpty()) {
            return "no participants\n";
        }
        Table table = new Table(Set.of(1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16), "ROLE", "SLOT", "PID", "UID",
                "ALIVE",
                "TRANSPORT", "ATTACHED", "POLICY", "MESSAGES", "RATE/S", "LAG", "FULL", "PARKS", "WAKES", "RECOVERED",
                "LOST",
                "EVICTIONS");
        for (ParticipantStatistics participant : statistics.participants()) {
            ParticipantInfo info = participant.info();
            if (info.isDamaged()) {
                table.row(role(info.role()), Integer.toString(info.slot()), "damaged: " + info.damage() + "; held by "
                        + (info.alive() ? "somebody alive" : "nobody alive"));
                continue;
            }
            table.row(role(info.role()), Integer.toString(info.slot()),
                    Integer.toString(info.pid()), Integer.toUnsignedString(info.uid()), info.alive() ? "yes" : "no",
                    info.isRemote() ? "socket" : "shm", Instant.ofEpochMilli(info.attachedAt()).toString(),
                    policy(participant),
                    count(info, Counter.MESSAGES),
                    Long.toString(participant.messagesPerSecond()), Long.toString(participant.lagBytes()),
                    count(info, Counter.BACK_PRESSURED), count(info, Counter.PARKS), count(info, Counter.WAKES),
                    count(info, Counter.RECOVERED), count(info, Counter.LOST),
                    count(info, Counter.EVICTIONS));
        }
        return table.toString();
    }

    private static String role(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String count(ParticipantInfo info, Counter counter) {
        return Long.toString(info.count(counter));
    }
}
