package io.rondo.broker.health;

import java.util.Locale;

/** What an alarm is about. */
public enum AlarmKind {
    /** The next file of a log cannot be made, usually because the disk is full. */
    NO_SPACE,
    /** A sync failed: the log of a topic takes nothing until the broker is started again. */
    READ_ONLY,
    /** Positions of durable subscriptions cannot be saved, or files cannot be deleted. */
    HOUSEKEEPING,
    /** A topic that an earlier broker left cannot be continued. */
    NOT_CONTINUED,
    /** A topic is not sequenced any more. */
    NOT_SEQUENCED,
    /** An ingress has records that no publisher writes. Lasts until the broker ends. */
    MALFORMED_RECORD,
    /** A plain topic that the configuration names is not recorded. */
    NOT_RECORDED,
    /** A bridge cannot be opened, or has failed. */
    BRIDGE_FAILED,
    /** The other side of a bridge is not there. */
    BRIDGE_UNCONNECTED,
    /** Packets of a sender do not reach a bridge, also when they are sent again. */
    BRIDGE_LOSS,
    /** A bridge has dropped messages that are foreign, malformed, or do not fit. Lasts until the broker ends. */
    BRIDGE_DROPPED,
    /** A copy of a topic takes nothing: its home is another one or has other records, it does not fit, or has no bridge. */
    COPY_STOPPED,
    /** The home of a copy does not take what is published at the copy. */
    COPY_REFUSED,
    /** A copy of a topic has a gap, because retention at the home was faster. Lasts until the broker ends. */
    COPY_LOST,
    /** A copy of a topic has a gap, because its own log was damaged. Lasts until the broker ends. */
    COPY_DAMAGED,
    /** The clocks of a copy of a topic and its home differ. */
    CLOCKS_DIFFER,
    /** A sync of a log does not end, or a thread is blocked in the kernel by a disk that does not answer. */
    DISK_STALLED,
    /** A thread of the broker makes no progress, or has ended. */
    THREAD_STUCK,
    /** An agent of a log has failed and is not run any more. */
    AGENT_FAILED,
    /** The HTTP endpoint could not be opened. */
    NO_ENDPOINT;

    /** Returns the name as status and metrics show it, such as {@code no_space}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
