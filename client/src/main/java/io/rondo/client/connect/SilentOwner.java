package io.rondo.client.connect;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.layout.SlotState;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Detects an owner that uses its segment without listening, for which a peer that waits at the socket would wait forever.
 * In a segment that this process can see, an owner listens before it counts as attached, until it is leaving. So an owner
 * that is attached before and after a check of the socket would have been found there. An owner in another directory
 * records beside the socket that it does not listen.
 *
 * @param owner the role of the owner
 * @param memory of this process; null if it has none
 * @param files of the channel
 */
record SilentOwner(EndpointRequest request, Role owner, SharedMemory memory, RondoConfig config, ChannelFiles files)
        implements
            Supplier<String> {
    /** Returns why no owner will listen; null if one may. */
    @Override
    public String get() {
        try {
            ParticipantInfo before = attached();
            Path segment = before == null ? files.silentSegment() : files.segment();
            if (segment == null || SocketObserver.of(config).isLive(request.channel())) {
                return null;
            }
            return before == null || isSame(before, attached()) ? text(segment, before) : null;
        } catch (RondoException | IOException e) {
            // The check is not possible now. The peer continues to wait.
            return null;
        }
    }

    /** Throws {@link ChannelMismatchException} if the owner will never listen. */
    void requireNone() {
        String silent = get();
        if (silent != null) {
            throw new ChannelMismatchException(silent);
        }
    }

    private ParticipantInfo attached() {
        if (memory == null || memory.find(request.channel()) == null) {
            return null;
        }
        return memory.participants(request.channel()).stream()
                .filter(info -> info.role() == owner && info.alive() && info.state() == SlotState.ATTACHED)
                .findFirst()
                .orElse(null);
    }

    private static boolean isSame(ParticipantInfo before, ParticipantInfo after) {
        return after != null && after.slot() == before.slot() && after.attachedAt() == before.attachedAt()
                && after.pid() == before.pid();
    }

    private String text(Path segment, ParticipantInfo found) {
        String name = owner.name().toLowerCase(Locale.ROOT);
        String transport = request.transport().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "channel " + request.channel() + ": its " + name + (found == null ? "" : " (" + found.process() + ")")
                + " uses only the segment " + segment + " (transport shm), and this side uses the socket "
                + files.socketPath() + " (transport " + transport + "): start the " + name + " with transport auto"
                + (found == null || request.usesSocketsOnly() ? "" : ", or this side after it");
    }
}
