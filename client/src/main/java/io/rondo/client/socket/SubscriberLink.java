package io.rondo.client.socket;

import io.rondo.client.SlowConsumer;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.ChannelMismatchException;
import io.rondo.core.EvictedException;
import io.rondo.core.RondoException;
import java.lang.System.Logger.Level;
import org.agrona.DirectBuffer;

/** A topic's consumer that is connected to its owner. */
final class SubscriberLink extends PeerLink implements Inbox {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final SlowConsumer policy;
    private final Fetching fetching = new Fetching(seat());

    /** Made by the loop when the first owner says how long messages are. */
    private volatile Mailbox mailbox;
    /** Loop. */
    private int window;
    private DataIntake intake;
    /** Bytes of frames of connections before this one that were not consumed. */
    private long held;
    private long next;
    private long batched;

    /** Subscriber's thread: what the loop was last told about. */
    private long told;
    private final Runnable lookAtConsumed = this::lookAtConsumed;

    SubscriberLink(Rendezvous rendezvous, ThreadParker parker, SlowConsumer policy) {
        super(rendezvous, parker);
        this.policy = policy;
    }

    @Override
    public Hello hello() {
        return new Hello(id(), ownerId(), next, 0, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER,
                io.rondo.codecs.control.SlowConsumer.valueOf(policy.name()), ownerId() != 0, rendezvous().terms(),
                rendezvous().channel());
    }

    @Override
    void welcomed(Welcome terms) {
        int needed = Flow.window(terms);
        if (mailbox == null) {
            window = needed;
            mailbox = new Mailbox(window);
        } else if (needed > window) {
            fail(new ChannelMismatchException(
                    "channel " + rendezvous().channel() + " has a new owner with messages up to "
                            + terms.maxMessageLength() + " bytes, longer than before: subscribe again"));
            return;
        }
        if (next == 0) {
            next = terms.confirmedSequence() + 1;
        }
        intake = new DataIntake(wire(), window, terms.confirmedSequence(), mailbox::consumed, held);
        // What a new feed of the same owner begins behind may be more than what this has seen.
        intake.mark(mailbox.appended(), Math.max(next - 1, terms.confirmedSequence()));
        intake.grant();
    }

    @Override
    public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        int frameLength = SessionEncoder.dataFrameLength(length);
        if (!isConnected() || !intake.withinCredit(frameLength)) {
            throw new SessionException("Data of " + frameLength + " bytes without credit for it");
        }
        intake.received(frameLength);
        if (sequence < next) {
            return true;
        }
        boolean gap = sequence > next;
        if (gap && !mailbox.offerGap(sequence - next) || !mailbox.offer(id(), buffer, offset, length)) {
            throw new SessionException("Data of " + frameLength + " bytes finds no room: " + window
                    + " bytes may be under way");
        }
        next = sequence + 1;
        batched++;
        return true;
    }

    @Override
    public void onBatchEnd() {
        if (batched > 0) {
            batched = 0;
            parker().wake();
            intake.mark(mailbox.appended(), next - 1);
        }
    }

    @Override
    public void onBye(Bye bye) {
        switch (bye.reason()) {
            case OWNER_CLOSING, DONE -> {
                next = 0;
                ownerLeft();
            }
            case EVICTED -> {
                if (mailbox != null) {
                    // Before the failure shows: as in shared memory, no message is delivered after the eviction.
                    mailbox.stop();
                }
                fail(new EvictedException(Printable.text(bye.text())));
            }
            default -> fail(new RondoException("channel " + rendezvous().channel() + ": its owner ended the session: "
                    + Printable.text(bye.text())));
        }
    }

    @Override
    void disconnected() {
        batched = 0;
        if (intake != null) {
            held = intake.heldBytes();
            intake = null;
        }
    }

    @Override
    void failed() {}

    @Override
    void ownerLost() {
        next = 0;
        LOG.log(Level.WARNING,
                "channel {0}: its publisher ended without a word, and messages it had not sent yet may be"
                        + " lost",
                rendezvous().channel());
    }

    @Override
    boolean isReady() {
        return true;
    }

    @Override
    Bye lastWord() {
        return new Bye(intake == null ? 0 : intake.confirmedSequence(), ByeReason.DONE, "");
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public boolean fetch() {
        if (!isConnected() || !canFetch() || !fetching.begin()) {
            return false;
        }
        try {
            Wire connection = wire();
            return connection != null && connection.fetch();
        } finally {
            fetching.end();
        }
    }

    @Override
    public void rest() {
        fetching.rest();
    }

    @Override
    public void consumed() {
        long consumed = mailbox.consumed();
        if (consumed - told >= mailbox.window() / Flow.ACKS_PER_WINDOW / 2) {
            told = consumed;
            fetching.inPlaceOrLater(eventLoop(), lookAtConsumed);
        }
    }

    private void lookAtConsumed() {
        if (intake != null) {
            intake.look();
        }
    }

    @Override
    public long lost() {
        Mailbox received = mailbox;
        return received == null ? 0 : received.lost();
    }

    @Override
    public Census census() {
        Census asked = isConnected() ? censusOfOwner() : null;
        return asked == null ? new Census(0, 1) : asked;
    }
}
