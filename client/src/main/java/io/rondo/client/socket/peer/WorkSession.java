package io.rondo.client.socket.peer;

import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.connection.InlineReceiver;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.client.socket.session.work.WorkLink;
import io.rondo.client.socket.session.work.WorkSource;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;

/** The session of a connected subscriber of a work queue, or responder of a service. Each connection has leases of its own. */
public final class WorkSession extends PeerSession implements WorkSource {
    /** How long closing waits for answers of the owner. */
    private static final long LEAVE_MILLIS = 500;

    private final InlineReceiver inlineReceiver = new InlineReceiver(lease());

    /** Written by the loop. */
    private volatile WorkLink link;
    /** Loop or lease holder. */
    private boolean hasNews;
    private boolean timerActive;
    private volatile CompletableFuture<Void> leaving;

    /**
     * Creates the session.
     *
     * @param target the owner's socket
     * @param parker of the subscriber's thread
     */
    public WorkSession(ConnectTarget target, ThreadParker parker) {
        super(target, parker, false);
    }

    @Override
    boolean toleratesDelay() {
        return false;
    }

    @Override
    Hello hello() {
        return new Hello(id(), 0, 0, 0, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER, null, false,
                target().terms(), target().channel());
    }

    @Override
    void onWelcomed(Welcome terms) {
        onServed();
        Connection opened = connection();
        opened.limitWork(terms.maxMessageLength());
        WorkLink created = new WorkLink(opened.writer()::flush, terms.maxMessageLength());
        opened.writer().attach(created.frames());
        link = created;
    }

    @Override
    public void onWork(long lease, int deliveries, boolean takenOver, boolean dead, DirectBuffer buffer, int offset,
            int length) {
        requireLink("Work").receive(lease, deliveries, takenOver, dead, buffer, offset, length);
        hasNews = true;
    }

    @Override
    public void onCancellations(boolean more, DirectBuffer buffer, int offset, int length) {
        requireLink("Cancellations").cancellations(more, buffer, offset, length);
        hasNews = true;
    }

    @Override
    public void onSettled(long count, long lost) {
        requireLink("Settled").answer(count, lost);
        hasNews = true;
    }

    private WorkLink requireLink(String frame) {
        if (!isConnected()) {
            throw new SessionException(frame + " before Welcome");
        }
        return link;
    }

    @Override
    public void onBatchEnd() {
        if (hasNews) {
            hasNews = false;
            completeLeaving();
            if (parker().wake()) {
                link.noteLook();
            }
            giveBackUnused();
        }
    }

    /** Returns messages that were not taken in time, or schedules a timer to do so. */
    private void giveBackUnused() {
        WorkLink current = link;
        if (timerActive || !isConnected() || !current.hasUntaken()) {
            return;
        }
        for (long lease = current.giveBackUnused(); lease != 0; lease = current.giveBackUnused()) {
            if (!giveBack(lease)) {
                connection().close("the owner does not read what this subscriber gives back");
                return;
            }
        }
        if (current.hasUntaken()) {
            timerActive = true;
            eventLoop().schedule(this::onTimer, Math.max(1, current.unusedInNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private void onTimer() {
        timerActive = false;
        giveBackUnused();
    }

    /** Returns whether the frame could be sent. */
    private boolean giveBack(long lease) {
        return connection().writer()
                .send((encoder, buffer, index) -> encoder.work().settle(buffer, index, lease, Outcome.UNUSED, 0));
    }

    @Override
    public void onBye(Bye bye) {
        switch (bye.reason()) {
            case OWNER_CLOSING, DONE -> onOwnerClosed();
            default -> fail(OwnerErrors.exception(target().channel(), bye));
        }
    }

    @Override
    void onDisconnected() {
        WorkLink former = link;
        if (former != null) {
            former.close();
        }
        completeLeaving();
    }

    @Override
    void onFailed() {
        completeLeaving();
    }

    /** Completes a close that waits, when all settlements are answered or no answer can arrive. */
    private void completeLeaving() {
        CompletableFuture<Void> result = leaving;
        WorkLink current = link;
        if (result != null && (failure() != null || current == null || current.isClosed() || current.isSettled())) {
            result.complete(null);
        }
    }

    @Override
    public void leave() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        leaving = result;
        eventLoop().execute(this::completeLeaving);
        boolean interrupted = false;
        try {
            result.get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            // The owner returns what it has not processed.
        }
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void onOwnerLost() {
        // The leases ended with the connection. The next owner delivers the messages again.
    }

    @Override
    boolean isReady() {
        return true;
    }

    /** Returns unseen messages first, so that their deliveries do not count. */
    @Override
    Bye closingBye() {
        boolean sent = true;
        for (long lease = link.giveBack(); lease != 0 && sent; lease = link.giveBack()) {
            sent = giveBack(lease);
        }
        return new Bye(0, ByeReason.DONE, "");
    }

    @Override
    public WorkLink link() {
        return link;
    }

    @Override
    public boolean receiveInline() {
        return inlineReceiver.receive(inlineConnections());
    }

    @Override
    public void beforeSleep() {
        inlineReceiver.beforeSleep();
    }

    @Override
    public ParticipantCounts participantCounts() {
        return participantCounts(new ParticipantCounts(0, 1));
    }
}
