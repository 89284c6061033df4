package io.rondo.broker.bridge;

/** Is told what an operator should see of a bridge, on the threads of bridges and of the media driver. Must not block. */
public interface BridgeListener {
    /**
     * The bridge is open, and what it uses.
     *
     * @param description of the stream, with the addresses that are bound
     */
    void onOpen(String description);

    /** The other side is there: a receiver of what the bridge sends, or a sender of what it receives. */
    void onConnected();

    /** The other side is not there: after a second, and then every ten. */
    void onWaiting();

    /**
     * The bridge does not work; it tries again.
     *
     * @param reason what failed, and the remedy
     */
    void onFailure(String reason);

    /**
     * Packets of a sender do not arrive, so nothing crosses from there.
     *
     * @param reason which sender, and the remedy
     */
    void onLoss(String reason);

    /** No loss is seen any more: the packets have arrived, the sender is not there any more, or the bridge has failed. */
    void onRepair();

    /**
     * Messages were dropped.
     *
     * @param reason of the first of them
     */
    void onDropped(String reason);

    /**
     * A copy of a sequenced topic takes nothing.
     *
     * @param reason why, and the remedy
     */
    default void onStopped(String reason) {
        // Only of copies.
    }

    /** A copy of a sequenced topic is accepted by its home. */
    default void onAccepted() {
        // Only of copies.
    }

    /**
     * The home of a copy does not take what is published at the copy.
     *
     * @param reason why, and the remedy
     */
    default void onRefused(String reason) {
        // Only of copies.
    }

    /** The home of a copy takes what is published at the copy. */
    default void onTaken() {
        // Only of copies.
    }

    /**
     * A copy of a sequenced topic has a gap.
     *
     * @param reason which messages, and why
     */
    default void onRemoved(String reason) {
        // Only of copies.
    }

    /**
     * The clocks of a copy and its home differ.
     *
     * @param reason by how much at least, and the remedy
     */
    default void onClocksDiffer(String reason) {
        // Only of copies.
    }

    /** The clocks of a copy and its home agree. */
    default void onClocksAgree() {
        // Only of copies.
    }

    /**
     * The media driver reports an error that it handles itself, such as a host that cannot be reached.
     *
     * @param error the text
     */
    void onDriverError(String error);
}
