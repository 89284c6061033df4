package io.rondo.client.work;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Claim;
import io.rondo.client.DeadLetter.Reason;
import io.rondo.client.NoSpaceException;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/**
 * The channel to which a consumer of a work queue publishes messages after their last delivery. A failure of the channel is
 * logged once and never disturbs the work queue: the message stays there, and the channel is opened again at the next
 * attempt. Used by one thread at a time, except {@link #close()}, which any thread may call.
 */
public final class DeadLetterChannel implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final Supplier<Publisher> opener;
    private final int needed;
    private boolean opensInOffer = true;
    /** Written inside the monitor. */
    private volatile Publisher publisher;
    /** Guarded by the monitor. */
    private boolean closed;
    private String logged;

    /**
     * Creates the channel, which is opened by {@link #open()} or with the first dead letter.
     *
     * @param opener opens a publisher; called again after a failure
     * @param maxMessageLength of the work queue
     */
    public DeadLetterChannel(Supplier<Publisher> opener, int maxMessageLength) {
        this.opener = opener;
        needed = maxMessageLength + DeadLetterCodec.HEADER_LENGTH;
    }

    /**
     * Opens the channel.
     *
     * @throws RondoException if it cannot be opened, or its longest message is too short
     */
    public void open() {
        Publisher opened = opener.get();
        if (opened.maxMessageLength() < needed) {
            String name = opened.channel();
            int longest = opened.maxMessageLength();
            close(opened);
            throw new ChannelMismatchException("channel " + name + " for dead letters has messages of up to " + longest
                    + " bytes, and dead letters have up to " + needed + ": remove it and start the work queue before"
                    + " its consumer, create it with a larger capacity, name another one, or lower the longest message"
                    + " of the work queue");
        }
        synchronized (this) {
            if (!closed) {
                publisher = opened;
                return;
            }
        }
        close(opened);
    }

    /**
     * Opens the channel. If it cannot be opened now, such as without space for it, dead letters stay in the work queue until
     * {@link #offer} opens it: the failure must not be taken for one of the work queue's own segment.
     *
     * @throws RondoException if it does not fit
     */
    public void openIfPossible() {
        try {
            open();
        } catch (NoSpaceException | UnavailableException e) {
            fail(e);
        }
    }

    /** Leaves it to {@link #tryOpen()} to open the channel, which may wait: {@link #offer} then does not. */
    public void openSeparately() {
        opensInOffer = false;
    }

    /** Opens the channel, if it is not open. A failure is logged once. */
    public void tryOpen() {
        try {
            if (publisher == null) {
                open();
            }
        } catch (RondoException e) {
            fail(e);
        }
    }

    /**
     * Publishes a dead letter. Does not wait for space.
     *
     * @return false if the channel is full or failed
     */
    public boolean offer(UUID workQueue, long position, Reason reason, int deliveries, DirectBuffer message,
            int length) {
        try {
            if (publisher == null && opensInOffer) {
                open();
            }
            Publisher open = publisher;
            Claim claim = open == null ? null : open.tryClaim(DeadLetterCodec.HEADER_LENGTH + length);
            if (claim == null) {
                return false;
            }
            DeadLetterCodec.encode(claim.buffer(), claim.offset(), workQueue, position, reason, deliveries,
                    Instant.now());
            claim.buffer().putBytes(claim.offset() + DeadLetterCodec.HEADER_LENGTH, message, 0, length);
            claim.commit();
            return true;
        } catch (RondoException | IllegalArgumentException e) {
            fail(e);
            return false;
        }
    }

    private void fail(RuntimeException e) {
        close(withdraw(false));
        if (!e.toString().equals(logged)) {
            logged = e.toString();
            LOG.log(Level.WARNING, "cannot publish a dead letter, trying again: {0}", e.getMessage());
        }
    }

    /** Closes the channel, which is not opened again. */
    @Override
    public void close() {
        close(withdraw(true));
    }

    private synchronized Publisher withdraw(boolean forGood) {
        closed |= forGood;
        Publisher open = publisher;
        publisher = null;
        return open;
    }

    private static void close(Publisher open) {
        if (open != null) {
            try {
                open.close();
            } catch (RondoException e) {
                // Such as dead letters that were removed with their segment. The work queue goes on.
                LOG.log(Level.WARNING, "{0}", e.getMessage());
            }
        }
    }
}
