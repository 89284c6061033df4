package io.rondo.perf.scale;

import java.util.concurrent.TimeUnit;

/**
 * What the threads of a host do, from the costs alone. A use of 1 is a whole core.
 *
 * @param batch messages in an envelope
 * @param send use of the thread of the bridge that sends
 * @param driver use of the thread of the media driver
 * @param receive use of the thread of the bridge that receives
 */
public record ThreadUse(double batch, double send, double driver, double receive) {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * Estimates. An idle host sends each message alone. As soon as a thread is busy all the time, messages wait and share
     * envelopes, just as many as that thread needs to keep up.
     */
    public static ThreadUse of(Deployment deployment, BridgeCosts costs) {
        double perMessage = deployment.sent() * costs.sendMessage() / SECOND;
        double perReceived = deployment.received() * costs.receiveMessage() / SECOND;
        double envelopes = deployment.sent() * costs.sendEnvelope() / SECOND;
        double receivedEnvelopes = deployment.received() * costs.receiveEnvelope() / SECOND;
        double datagrams = deployment.sent() * (deployment.copies() + deployment.receivers()) * costs.datagram()
                / SECOND;
        double needed = Math.max(datagrams, Math.max(needed(envelopes, perMessage),
                needed(receivedEnvelopes, perReceived)));
        double batch = Math.min(deployment.mostPerEnvelope(), Math.max(1, needed));
        return new ThreadUse(batch, envelopes / batch + perMessage, datagrams / batch,
                receivedEnvelopes / batch + perReceived);
    }

    /** The least batch with which a thread keeps up. */
    private static double needed(double envelopes, double messages) {
        return messages >= 1 ? Double.POSITIVE_INFINITY : envelopes / (1 - messages);
    }

    /** Returns the use of the busiest thread. */
    public double busiest() {
        return Math.max(send, Math.max(driver, receive));
    }

    /** Returns whether all threads keep up. */
    public boolean keepsUp() {
        return busiest() <= 1 + 1e-9;
    }
}
