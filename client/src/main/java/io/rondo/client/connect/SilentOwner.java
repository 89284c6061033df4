package io.rondo.client.connect;

import io.rondo.client.RondoConfig;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.RondoException;
import io.rondo.core.layout.SlotState;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Finds out that the owner of a channel is attached to its segment and does not listen, so that a peer that uses
 * sockets only would wait for ever. An owner listens before it counts as attached and until it no longer does: an owner
 * that is attached before and after a look at the socket was to be found there.
 *
 * @param channel the name
 * @param owner the role of the owner
 */
record SilentOwner(String channel, Role owner, SharedMemory memory, RondoConfig config) implements Supplier<String> {
    /** Says why no owner will listen; null if one may. */
    @Override
    public String get() {
        try {
            ParticipantInfo before = attached();
            if (before == null || SocketObserver.of(config).isLive(channel)) {
                return null;
            }
            ParticipantInfo after = attached();
            return after != null && after.slot() == before.slot() && after.attachedAt() == before.attachedAt()
                    && after.pid() == before.pid() ? text(after) : null;
        } catch (RondoException e) {
            // Not to be found out now: no reason to give up.
            return null;
        }
    }

    private ParticipantInfo attached() {
        if (memory.store().find(channel) == null) {
            return null;
        }
        try (SegmentObserver observer = memory.store().observe(channel)) {
            return observer.table().list().stream()
                    .filter(info -> info.role() == owner && info.alive() && info.state() == SlotState.ATTACHED)
                    .findFirst()
                    .orElse(null);
        }
    }

    private String text(ParticipantInfo found) {
        return "channel " + channel + ": its " + found.role().name().toLowerCase(Locale.ROOT) + " (pid " + found.pid()
                + ") uses shared memory only (transport shm), and this side a socket only (transport socket): start one of"
                + " them with transport auto";
    }
}
