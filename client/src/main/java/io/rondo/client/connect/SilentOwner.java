package io.rondo.client.connect;

import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.layout.SlotState;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Detects an owner that is attached to its segment without listening, for which a peer restricted to sockets would wait
 * forever. An owner listens before it counts as attached, until it is leaving. So an owner that is attached before and
 * after a check of the socket would have been found there.
 *
 * @param channel the name
 * @param owner the role of the owner
 */
record SilentOwner(String channel, Role owner, SharedMemory memory, RondoConfig config) implements Supplier<String> {
    /** Returns why no owner will listen; null if one may. */
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
            // The check is not possible now. The peer continues to wait.
            return null;
        }
    }

    private ParticipantInfo attached() {
        if (memory.find(channel) == null) {
            return null;
        }
        return memory.participants(channel).stream()
                .filter(info -> info.role() == owner && info.alive() && info.state() == SlotState.ATTACHED)
                .findFirst()
                .orElse(null);
    }

    private String text(ParticipantInfo found) {
        return "channel " + channel + ": its " + found.role().name().toLowerCase(Locale.ROOT) + " (" + found.process()
                + ") uses shared memory only (transport shm), and this side a socket only (transport socket): start one"
                + " of them with transport auto";
    }
}
