package io.rondo.client.connect;

import io.rondo.client.shm.SharedMemory.Company;
import io.rondo.client.shm.SharedMemory;
import io.rondo.core.ChannelConflictException;
import io.rondo.core.RondoException;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One side's way into a segment: looks again before a new segment gets its name, records it beside the socket, and
 * begins what accompanies the endpoint. Used once, by one thread.
 */
final class SegmentEntry implements SharedMemory.Companion, AutoCloseable {
    private final OpenRequest request;
    private final ChannelFiles files;
    private final Function<SharedMemory.Owned, Company> companion;
    /** Ends the use of the segment that is recorded; null while it is not. */
    private Runnable use;

    /**
     * Creates the entry.
     *
     * @param companion begins what accompanies the endpoint
     */
    SegmentEntry(OpenRequest request, ChannelFiles files, Function<SharedMemory.Owned, Company> companion) {
        this.request = request;
        this.files = files;
        this.companion = companion;
    }

    /** Another side of the channel came first, and changed what this one is to do. */
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
                // Recorded first: a record without a segment is not in use, a segment without a record is not found.
                Runnable recorded = use(identity);
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

    private Runnable use(Identity identity) {
        try {
            return files.use(identity);
        } catch (IOException e) {
            throw new RondoException("channel " + identity.name() + ": cannot record its segment beside its socket "
                    + files.socketPath() + ": " + e.getMessage() + ": check who may write there", e);
        }
    }

    @Override
    public Company apply(SharedMemory.Owned owned) {
        if (use == null) {
            use = files.locked(state -> {
                if (state.recorded() != null) {
                    throw new ChannelConflictException("channel " + request.channel() + " has the segment "
                            + state.recorded().segment() + ", recorded beside its socket " + files.socketPath()
                            + ", and this process opened " + files.segment()
                            + ": use the same directory on both sides (RONDO_DIR), or remove one of the two");
                }
                if (state.segment() == null || !state.segment().id().equals(owned.identity().id())) {
                    // Removed or replaced meanwhile: its record would describe a segment that has no name.
                    throw new SelectionChanged();
                }
                return use(owned.identity());
            });
        }
        Company company = companion.apply(owned);
        Runnable ending = use;
        use = null;
        return new Company(company.feeder(), () -> {
            try {
                company.end().run();
            } finally {
                ending.run();
            }
        });
    }

    /** Ends the use of a segment that could not be entered. */
    @Override
    public void close() {
        if (use != null) {
            use.run();
            use = null;
        }
    }
}
