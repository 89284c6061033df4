package io.rondo.perf.scale;

/**
 * Hosts that send channels to each other. All are alike.
 *
 * @param hosts number of hosts, from 2
 * @param channels that each host sends, from 1, on one Aeron stream each
 * @param receivers hosts that receive each channel, from 1
 * @param rate messages of each channel per second
 * @param length of a message in bytes
 * @param multicast whether a datagram is sent once for all receivers; otherwise once for each
 */
public record Deployment(int hosts, int channels, int receivers, double rate, int length, boolean multicast) {
    /** Payload of a frame with Aeron's default MTU. */
    private static final int FRAME = 1376;
    /** Bytes of an envelope beside its messages, with a name of 16 characters. */
    private static final int ENVELOPE = 53;
    private static final int LENGTH = Integer.BYTES;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range; the message names it
     */
    public Deployment {
        require(hosts >= 2, "hosts", hosts, "at least 2");
        require(channels >= 1, "channels", channels, "at least 1");
        require(receivers >= 1 && receivers < hosts, "receivers", receivers, "at least 1, and fewer than hosts");
        require(rate > 0, "rate", rate, "greater than 0");
        require(length >= 0 && length <= FRAME - ENVELOPE - LENGTH, "length", length,
                "0 to " + (FRAME - ENVELOPE - LENGTH));
    }

    private static void require(boolean valid, String name, Number value, String range) {
        if (!valid) {
            throw new IllegalArgumentException(name + " " + value + " is out of range: give " + range);
        }
    }

    /** The most messages of an envelope. */
    int mostPerEnvelope() {
        return (FRAME - ENVELOPE) / (LENGTH + length);
    }

    /** The datagrams that are sent for an envelope. */
    int copies() {
        return multicast ? 1 : receivers;
    }

    /** Messages that all channels of a host send per second. */
    double sent() {
        return channels * rate;
    }

    /** Messages that a host receives per second, on average. */
    public double received() {
        return sent() * receivers;
    }
}
