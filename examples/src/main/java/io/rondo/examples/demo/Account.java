package io.rondo.examples.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one side wrote and read.
 *
 * @param sent messages it published
 * @param sentChecksum over every field of them
 * @param verified messages it received in their right place
 * @param receivedChecksum over every field of all it received
 */
record Account(long sent, long sentChecksum, long verified, long receivedChecksum) {
    private static final Pattern LINE = Pattern
            .compile("sent (\\d+) sum ([0-9a-f]+) verified (\\d+) sum ([0-9a-f]+)\\s*");

    /** As one process tells it to another. */
    String toLine() {
        return "sent " + sent + " sum " + Long.toHexString(sentChecksum) + " verified " + verified + " sum "
                + Long.toHexString(receivedChecksum);
    }

    /** What {@link #toLine} wrote; null for anything else. */
    static Account ofLine(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? new Account(Long.parseLong(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2), 16),
                        Long.parseLong(matcher.group(3)), Long.parseUnsignedLong(matcher.group(4), 16))
                : null;
    }

    /** How many of the messages that one side sent the other did not get in their place, both ways. */
    long lostWith(Account peer) {
        return sent - peer.verified + peer.sent - verified;
    }

    /** Whether every field arrived as it was sent, both ways. */
    boolean agreesWith(Account peer) {
        return sentChecksum == peer.receivedChecksum && peer.sentChecksum == receivedChecksum;
    }
}
