package io.rondo.client.connect;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.shm.SharedMemory.Companion;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Role;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Opens a segment for one side of a channel: checks the selection again before a new segment is linked, records the
 * segment beside the socket, and starts the companion. Used once, by one thread.
 */
final class SegmentEntry implements SharedMemory.CompanionStart, AutoCloseable {
    private final EndpointRequest request;
    private final ChannelFiles files;
    private final Function<SharedMemory.Owned, Companion> companion;
    /** Ends the use of the recorded segment; null if none is recorded. */
    private Runnable use;

    /**
     * Creates the entry.
     *
     * @param companion starts the companion of the endpoint
     */
    SegmentEntry(EndpointRequest request, ChannelFiles files, Function<SharedMemory.Owned, Companion> companion) {
        this.request = request;
        this.files = files;
        this.companion = companion;
    }

    /** The channel's files changed, so the selection must be repeated. */
    static final class SelectionChanged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SelectionChanged() {
            super(null, null, false, false);
        }
    }

    @Override
    public boolean link(Identity identity, BooleanSupplier link) {
        return files.locked(state -> switch (TransportSelector.select(request, files, state)) {
            case Selection.CreateSegment _ -> {
                // Recorded before it is linked: an unlinked segment with a record is unused, a linked one without a
                // record cannot be found.
                Runnable recorded = use(identity, true);
                boolean linked = false;
                try {
                    linked = link.getAsBoolean();
                } finally {
                    if (linked) {
                        use = recorded;
                    } else {
                        recorded.run();
                    }
                }
                yield linked;
            }
            case Selection.OpenSegment _ -> false;
            default -> throw new SelectionChanged();
        });
    }

    private Runnable use(Identity identity, boolean mayWrite) {
        try {
            return mayWrite || !files.mustRecord(identity) ? files.use(identity, isSilentOwner(identity)) : null;
        } catch (IOException e) {
            throw new RondoException("channel " + identity.name() + ": cannot record its segment beside its socket "
                    + files.socketPath() + ": " + e.getMessage() + ": check the permissions of its directory", e);
        }
    }

    private boolean isSilentOwner(Identity identity) {
        return request.transport() == Transport.SHM
                && identity.kind().isTopic() == (request.role() == Role.PRODUCER);
    }

    @Override
    public Companion apply(SharedMemory.Owned owned) {
        if (use == null) {
            use = files.lockedReading(state -> useOpened(state, owned.identity(), false));
        }
        if (use == null) {
            // Written under the lock only: without it, two processes could record different segments.
            use = files.locked(state -> useOpened(state, owned.identity(), true));
        }
        Companion started = companion.apply(owned);
        Runnable ending = use;
        use = null;
        return new Companion(started.pump(), () -> {
            try {
                started.end().run();
            } finally {
                ending.run();
            }
        });
    }

    /** Begins the use of a segment that exists; null if a record is needed and must not be written. */
    private Runnable useOpened(ChannelFiles.State state, Identity opened, boolean mayWrite) {
        if (state.recorded() != null) {
            throw new ChannelMismatchException("channel " + request.channel() + " has the segment "
                    + state.recorded().segment() + ", recorded beside its socket " + files.socketPath()
                    + ", and this process opened " + files.segment()
                    + ": use the same directory on both sides (RONDO_DIR), or remove one of the two");
        }
        if (state.segment() == null || !state.segment().id().equals(opened.id())) {
            // The segment was removed or replaced, so it must not be recorded.
            throw new SelectionChanged();
        }
        return use(opened, mayWrite);
    }

    /** Ends the use of a segment that could not be opened. */
    @Override
    public void close() {
        if (use != null) {
            use.run();
            use = null;
        }
    }
}
