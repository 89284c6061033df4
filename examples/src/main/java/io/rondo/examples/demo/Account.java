package io.rondo.examples.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages one side wrote and read.
 *
 * @param sent messages it published
 * @param sentChecksum over every field of them
 * @param verified messages it received in the expected order
 * @param receivedChecksum over every field of all it received
 */
record Account(long sent, long sentChecksum, long verified, long receivedChecksum) {
    private static final Pattern LINE = Pattern
            .compile("sent (\\d+) sum ([0-9a-f]+) verified (\\d+) sum ([0-9a-f]+)\\s*");

    /** The account as a line of text. */
    String toLine() {
        return "sent " + sent + " sum " + Long.toHexString(sentChecksum) + " verified " + verified + " sum "
                + Long.toHexString(receivedChecksum);
    }

    /** Parses the text of {@link #toLine}; null for another text. */
    static Account ofLine(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? new Account(Long.parseLong(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2), 16),
                        Long.parseLong(matcher.group(3)), Long.parseUnsignedLong(matcher.group(4), 16))
                : null;
    }

    /** Number of messages that one side sent and the other did not verify, in both directions. */
    long lostWith(Account peer) {
        return sent - peer.verified + peer.sent - verified;
    }

    /** Whether every field arrived unchanged, in both directions. */
    boolean agreesWith(Account peer) {
        return sentChecksum == peer.receivedChecksum && peer.sentChecksum == receivedChecksum;
    }
}
