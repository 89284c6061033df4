package io.rondo.broker.bridge;

/** What a bridge counts. */
public enum BridgeCount {
    /** Messages that were sent, or published on a local channel. */
    MESSAGES,
    /** Bytes of these messages. */
    BYTES,
    /** Aeron messages that carried them. */
    ENVELOPES,
    /** Messages of local topics that were overwritten before the bridge read them. */
    LOST,
    /** Times that sequences were missing in what arrived. */
    GAPS,
    /** Messages that were missing there. */
    MISSING,
    /** Messages that arrived again, and were dropped. */
    DUPLICATES,
    /** Messages that came back to the directory of channels in which they were published, and were dropped. */
    LOOPS,
    /** Messages of channels that the bridge does not take, and Aeron messages that are no envelope; dropped. */
    FOREIGN,
    /** Envelopes that break the format, and were dropped. */
    MALFORMED,
    /** Messages that are too long, or for a local channel that cannot be opened, and were dropped. */
    REFUSED,
    /** Times that the stream or the local channel had no room. */
    BACK_PRESSURE,
    /** Times that a copy of a sequenced topic asked its home to send again from its log. */
    REPLAYS,
    /** Messages that were published at a copy of a sequenced topic and sent to its home; more than once after a failure. */
    FORWARDED,
    /** Messages that retention at the home removed before the copy had them. */
    REMOVED
}
