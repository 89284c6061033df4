package io.rondo.client.crash;

import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.client.socket.owner.work.ConnectedWorker;
import io.rondo.client.socket.owner.work.SegmentWorkFeed;
import io.rondo.client.socket.session.work.FrameQueue;
import io.rondo.client.socket.session.work.SocketWorkConsumer;
import io.rondo.client.socket.session.work.WorkLink;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a session of a work queue: credit, message, settlement, answer. The outcome is that of the message that the
 * subscriber has in hand.
 */
final class WorkSessionSteps {
    private static final int SOME = 3;
    /** Three messages are acknowledged, the fourth is returned. */
    private static final int RETURNED = 4;

    private WorkSessionSteps() {}

    private static SourceLine slot(String method, String snippet) {
        try {
            return new SourceLine(Class.forName("io.rondo.client.socket.session.work.WorkSlot"), method, snippet);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the crash matrix names a class that is gone", e);
        }
    }

    /** On the thread of a connected subscriber. */
    static List<Step> ofSubscribers() {
        List<Step> steps = new ArrayList<>();
        SourceLine grants = new SourceLine(WorkLink.class, "request", "granted = passed + wanted");
        add(steps, Moment.BEFORE, grants, SOME, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, grants, SOME, Outcome.NOT_DONE);
        add(steps, Moment.BEFORE, new SourceLine(WorkLink.class, "request", "writer.flush()"), SOME, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, new SourceLine(WorkLink.class, "request", "writer.flush()"), SOME, Outcome.NOT_DONE);
        SourceLine takes = slot("take", "STATE.compareAndSet(this, READY, TAKEN)");
        add(steps, Moment.BEFORE, takes, SOME, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, takes, SOME, Outcome.NOT_DONE);
        SourceLine empties = slot("empty", "STATE.setRelease(this, EMPTY)");
        add(steps, Moment.BEFORE, empties, SOME, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, empties, SOME, Outcome.NOT_DONE);
        SourceLine counts = new SourceLine(WorkLink.class, "settle", "settlements = settlements + 1");
        SourceLine appends = new SourceLine(WorkLink.class, "settle", "frames.settle(");
        SourceLine sends = new SourceLine(WorkLink.class, "settle", "writer.flush()");
        for (int times : List.of(SOME, RETURNED)) {
            add(steps, Moment.BEFORE, counts, times, Outcome.NOT_DONE);
            add(steps, Moment.BEFORE, appends, times, Outcome.NOT_DONE);
            // The event loop may send the frame with another one.
            add(steps, Moment.BEFORE, sends, times, Outcome.EITHER);
            // The owner reads what it finds in the socket before the end of the stream; it may not be there yet.
            add(steps, Moment.AFTER, sends, times, Outcome.EITHER);
        }
        add(steps, Moment.BEFORE, new SourceLine(SocketWorkConsumer.class, "settle", "if (link.lastLost() == lease)"),
                SOME, Outcome.DONE);
        return steps;
    }

    /** On the thread that reads the socket of a connected subscriber, in place of the event loop or in it. */
    static List<Step> ofReceivers() {
        List<Step> steps = new ArrayList<>();
        SourceLine arrives = slot("offer", "STATE.setRelease(this, READY)");
        add(steps, Moment.BEFORE, arrives, SOME, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, arrives, SOME, Outcome.NOT_DONE);
        SourceLine answers = new SourceLine(WorkLink.class, "answer", "answered = count");
        add(steps, Moment.BEFORE, answers, SOME, Outcome.DONE);
        add(steps, Moment.AFTER, answers, SOME, Outcome.DONE);
        return steps;
    }

    /** In the event loop of a connected subscriber, which does not take a message for that it has asked. */
    static List<Step> ofReturns() {
        List<Step> steps = new ArrayList<>();
        SourceLine givesBack = slot("giveBack", "STATE.compareAndSet(this, READY, GIVEN_BACK)");
        add(steps, Moment.BEFORE, givesBack, 1, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, givesBack, 1, Outcome.NOT_DONE);
        return steps;
    }

    /** On the thread of the consumer that listens which takes messages for a connected subscriber. */
    static List<Step> ofFeeds() {
        List<Step> steps = new ArrayList<>();
        add(steps, Moment.BEFORE, new SourceLine(FrameQueue.class, "work", "ring().claim("), SOME, Outcome.NOT_DONE);
        SourceLine appends = new SourceLine(FrameQueue.class, "work", "ring().commit(header + length)");
        add(steps, Moment.BEFORE, appends, SOME, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, appends, SOME, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, new SourceLine(SegmentWorkFeed.class, "run", "flush.run()"), SOME, Outcome.EITHER);
        return steps;
    }

    /** In the event loop of the consumer that listens. */
    static List<Step> ofOwners() {
        List<Step> steps = new ArrayList<>();
        SourceLine credits = new SourceLine(ConnectedWorker.class, "onWorkCredit", "feed.credit(newLimit)");
        add(steps, Moment.BEFORE, credits, SOME, Outcome.NOT_DONE);
        SourceLine settles = new SourceLine(ConnectedWorker.class, "onSettle", "own = feed.settle(");
        for (int times : List.of(SOME, RETURNED)) {
            add(steps, Moment.BEFORE, settles, times, Outcome.NOT_DONE);
            add(steps, Moment.AFTER, settles, times, Outcome.DONE);
        }
        SourceLine answers = new SourceLine(ConnectedWorker.class, "report", "send(answer)");
        add(steps, Moment.BEFORE, answers, SOME, Outcome.DONE);
        // The event loop may send the frame later.
        add(steps, Moment.AFTER, answers, SOME, Outcome.EITHER);
        return steps;
    }

    private static void add(List<Step> steps, Moment moment, SourceLine line, int times, Outcome outcome) {
        steps.add(new Step(moment, line, times, outcome, null));
    }
}
