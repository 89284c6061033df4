package io.rondo.cli.stat;

import io.rondo.core.layout.RingKind;
import io.rondo.core.segment.Identity;

/** Describes that a queue has no consumer, and what starts one. Stateless. */
public final class MissingConsumer {
    private MissingConsumer() {}

    /** Returns the cause alone. */
    static String cause(Identity queue) {
        return switch (queue.channelKind()) {
            case "ingress" -> "no broker is attached";
            case "service" -> "no responder is attached";
            case "responses" -> "its requester has ended";
            default -> "no consumer is attached";
        };
    }

    /**
     * The cause and the remedy.
     *
     * @param queue that no live consumer is attached to
     * @return without a full stop
     */
    public static String describe(Identity queue) {
        String command = queue.kind() == RingKind.WORK ? "rondo work" : "rondo sub";
        return cause(queue) + switch (queue.channelKind()) {
            case "ingress" -> ": start it with rondo broker";
            case "service" -> ": start one, such as rondo serve " + queue.name();
            case "responses" -> "";
            default -> ": start one, such as " + command + " " + queue.name();
        };
    }
}
