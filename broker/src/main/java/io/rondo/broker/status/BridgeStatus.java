package io.rondo.broker.status;

import java.util.List;

/**
 * A bridge at one moment. Its counts begin with the process.
 *
 * @param bridge the name
 * @param direction which way messages go
 * @param kind what it connects
 * @param channel local channel, or a pattern
 * @param uri of the Aeron channel
 * @param stream of that channel
 * @param state what the bridge does
 * @param peers addresses of the other side: senders from which it receives, also for the home of a sequenced topic, or the
 *        endpoint of a bridge that only sends. A sender that was killed stays for up to 10 s
 * @param messages messages that were sent, or published on local channels
 * @param bytes bytes of these messages
 * @param envelopes Aeron messages that carried them
 * @param lagMessages messages of local topics that wait to be sent; of a copy, messages of the home that it lacks; 0 for
 *        other bridges that receive
 * @param lost messages of local topics that were overwritten before the bridge read them
 * @param gaps times that sequences were missing in what arrived
 * @param missing messages that were missing there
 * @param duplicates messages that arrived again, and were dropped
 * @param loops messages that came back to the directory in which they were published, and were dropped
 * @param foreign messages that are not for this bridge, and were dropped
 * @param malformed messages that break the format, and were dropped
 * @param refused messages that are too long, or for a channel that cannot be opened, and were dropped
 * @param backPressure times that the stream or a local channel had no room
 * @param replays times that a copy asked its home to send again
 * @param forwarded messages that were published at a copy and sent to its home
 * @param removed messages that retention at the home removed before the copy had them
 * @param clockOffsetSeconds of a copy: how far the clock of the home is ahead of that of this host; 0
 *        while it is unknown, and for other bridges
 */
public record BridgeStatus(String bridge, BridgeDirection direction, BridgeKind kind, String channel, String uri,
        int stream,
        BridgeState state, List<String> peers, long messages, long bytes, long envelopes, long lagMessages, long lost,
        long gaps, long missing, long duplicates, long loops, long foreign, long malformed, long refused,
        long backPressure, long replays, long forwarded, long removed,
        double clockOffsetSeconds) {}
