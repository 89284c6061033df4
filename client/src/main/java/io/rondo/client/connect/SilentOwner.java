package io.rondo.client.connect;

import io.rondo.core.layout.SlotState;
import io.rondo.core.segment.ParticipantInfo;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Finds out that the owner of a channel is in its segment and will never listen. One that is about to listen is not counted there yet, but
 * one that is about to go does not listen any more, and may linger: so it must be seen for some time. Confined to one thread.
 */
final class SilentOwner implements Supplier<String> {
    /** More than an owner lingers by default. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(6);

    private final String channel;
    private final Supplier<ParticipantInfo> owner;
    private final BooleanSupplier listening;
    private ParticipantInfo seen;
    private long since;

    /**
     * Has seen nobody yet.
     *
     * @param owner looks for the owner in the segment; null if there is none that lives
     * @param listening whether somebody listens
     */
    SilentOwner(String channel, Supplier<ParticipantInfo> owner, BooleanSupplier listening) {
        this.channel = channel;
        this.owner = owner;
        this.listening = listening;
    }

    /** Takes a look: says why no owner will ever listen; null if one may. */
    @Override
    public String get() {
        ParticipantInfo found = owner.get();
        if (found == null || found.state() == SlotState.JOINING || listening.getAsBoolean()) {
            seen = null;
            return null;
        }
        long now = System.nanoTime();
        if (seen == null || seen.pid() != found.pid() || seen.attachedAt() != found.attachedAt()) {
            seen = found;
            since = now;
        }
        return now - since < PATIENCE_NANOS ? null : text(found);
    }

    private String text(ParticipantInfo found) {
        return "channel " + channel + ": its " + found.role().name().toLowerCase(Locale.ROOT) + " (pid " + found.pid()
                + ") uses shared memory only (transport shm), and this side a socket only (transport socket): start one of"
                + " them with transport auto";
    }
}
