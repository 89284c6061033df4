package io.rondo.perf.scale;

/**
 * CPU time of the three threads that a host needs for bridges, in nanoseconds.
 *
 * @param sendEnvelope thread of the bridge that sends, for each envelope
 * @param sendMessage the same, for each message in it
 * @param datagram thread of the media driver, for each datagram that it sends or receives
 * @param receiveEnvelope thread of the bridge that receives, for each envelope
 * @param receiveMessage the same, for each message in it
 */
public record BridgeCosts(double sendEnvelope, double sendMessage, double datagram, double receiveEnvelope,
        double receiveMessage) {
    /** Of messages of 32 B over UDP on loopback, as docs/scale.md describes. */
    public static final BridgeCosts MEASURED = new BridgeCosts(700, 20, 6500, 700, 20);
}
