package io.rondo.client.waitset;

import io.rondo.client.MessageHandler;
import io.rondo.client.RequestHandler;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.ResponseHandler;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitSet;
import io.rondo.client.WorkHandler;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.endpoint.OpenedSubscriber;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.service.RequesterEndpoint;
import io.rondo.client.service.ResponderEndpoint;
import io.rondo.client.settings.WaiterSource;
import io.rondo.client.work.WorkSubscription;
import io.rondo.core.SegmentException;
import io.rondo.core.sync.SleepGroup;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** The wait set of subscribers of any transport. */
public final class ChannelWaitSet implements WaitSet {
    /** Of a subscriber that is refused for its class. */
    private static final MessageHandler REFUSED = (buffer, offset, length) -> {};

    private final Waiter waiter;
    private final Consumer<ChannelWaitSet> onClosed;
    private final SleepGroup group = new SleepGroup("wait set");
    private final Usage usage = new Usage(this::release);
    private Members members = Members.NONE;
    /** Whether the group sleeps for other members than these. */
    private boolean changed;
    private ReadyCaller ready;
    /** The failure of a member that the next poll reports, because this one has delivered messages. */
    private RuntimeException failure;

    /**
     * Creates an empty set.
     *
     * @param strategy how {@link #await} waits
     * @param onClosed called once
     */
    public ChannelWaitSet(WaiterSource strategy, Consumer<ChannelWaitSet> onClosed) {
        waiter = strategy.newWaiter();
        this.onClosed = onClosed;
    }

    @Override
    public void add(Subscriber subscriber, MessageHandler handler, int priority) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(subscriber, "subscriber");
        if (!(subscriber instanceof OpenedSubscriber opened)) {
            throw foreign("subscriber of channel " + subscriber.channel(), subscriber);
        }
        add(Member.of(opened.subscriberEndpoint(), handler, priority));
    }

    @Override
    public void add(Requester requester, ResponseHandler handler, int priority) {
        Objects.requireNonNull(handler, "handler");
        if (!(Objects.requireNonNull(requester, "requester") instanceof RequesterEndpoint endpoint)) {
            throw foreign("requester of service " + requester.service(), requester);
        }
        add(Member.of(endpoint, handler, priority));
    }

    @Override
    public void add(Responder responder, RequestHandler handler, int priority) {
        Objects.requireNonNull(handler, "handler");
        if (!(Objects.requireNonNull(responder, "responder") instanceof ResponderEndpoint endpoint)) {
            throw foreign("responder of service " + responder.service(), responder);
        }
        add(Member.of(endpoint, handler, priority));
    }

    private static IllegalArgumentException foreign(String what, Object member) {
        return new IllegalArgumentException(
                what + " is a " + member.getClass().getName() + ": add one that a Rondo has opened");
    }

    private void add(Member member) {
        usage.enterFromHandler();
        try {
            member.join();
            replace(members.with(member));
        } finally {
            usage.leave();
        }
    }

    @Override
    public void add(WorkSubscriber subscriber, WorkHandler handler, int priority) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(subscriber, "subscriber");
        add(subscriber, subscriber instanceof WorkSubscription work ? work.delivering(handler) : REFUSED, priority);
    }

    private void replace(Members next) {
        members = next;
        changed = true;
        if (ready != null) {
            // A callback leads to a poll, which prepares a sleep for the new members.
            ready.callSoon();
        }
    }

    @Override
    public boolean remove(Subscriber subscriber) {
        return subscriber instanceof OpenedSubscriber opened && removeMember(opened.subscriberEndpoint());
    }

    @Override
    public boolean remove(Requester requester) {
        return removeMember(requester);
    }

    @Override
    public boolean remove(Responder responder) {
        return removeMember(responder);
    }

    private boolean removeMember(Object added) {
        usage.enterFromHandler();
        try {
            for (Member member : members.all()) {
                if (member.is(added)) {
                    remove(member);
                    return true;
                }
            }
            return false;
        } finally {
            usage.leave();
        }
    }

    private void remove(Member member) {
        member.leave();
        replace(members.without(member));
    }

    @Override
    public int size() {
        usage.requireOpen();
        return members.all().size();
    }

    @Override
    public int poll(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit " + limit + " is not positive: use 1 or more");
        }
        usage.enter();
        try {
            int count = pollMembers(limit);
            if (count == 0) {
                throwFailure();
            }
            return count;
        } finally {
            try {
                orderCallback();
            } finally {
                usage.leave();
            }
        }
    }

    private void throwFailure() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
    }

    /** Invariant: before a member of a level delivers a message, each member of a higher level had none to deliver. */
    private int pollMembers(int limit) {
        int count = 0;
        int level = 0;
        while (level < members.levels() && count < limit && failure == null) {
            Members polled = members;
            int delivered = pollLevel(polled, level, level == 0 ? limit - count : 1);
            count += delivered;
            // A member that has left may have moved the levels.
            level = delivered == 0 && polled == members ? level + 1 : 0;
        }
        return count;
    }

    /** Each member of the level delivers an equal part of the limit. The next turn begins behind the last that did. */
    private int pollLevel(Members polled, int level, int limit) {
        Member[] equals = polled.level(level);
        int each = Math.max(1, limit / equals.length);
        int next = polled.turn(level);
        int count = 0;
        for (int i = 0; i < equals.length && count < limit && failure == null; i++) {
            Member member = equals[next];
            // A call costs three times as much as a look.
            int delivered = member.isQuiet() ? 0 : poll(member, Math.min(each, limit - count));
            next = next + 1 == equals.length ? 0 : next + 1;
            if (delivered > 0) {
                polled.turn(level, next);
                count += delivered;
            }
        }
        return count;
    }

    private int poll(Member member, int limit) {
        try {
            return member.poll(limit);
        } catch (RuntimeException e) {
            if (!member.hasFailed(e)) {
                throw e;
            }
            remove(member);
            if (!member.wasClosed(e)) {
                failure = e;
            }
            return 0;
        }
    }

    @Override
    public boolean await(Duration timeout) {
        long deadline = Deadline.after(Objects.requireNonNull(timeout, "timeout"));
        usage.enter();
        try {
            if (ready != null) {
                throw new IllegalStateException("this wait set calls back (onReady): poll it when it does");
            }
            updateGroup();
            return failure != null || waiter.await(members, group, deadline);
        } catch (SegmentException e) {
            throw SegmentErrors.translate(e);
        } finally {
            usage.leave();
        }
    }

    private void updateGroup() {
        if (changed) {
            group.members(members.all().stream().map(Member::parking).toList());
            changed = false;
        }
    }

    @Override
    public void onReady(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        usage.enterFromHandler();
        try {
            if (ready != null) {
                throw new IllegalStateException("this wait set has a callback already: make another set");
            }
            ready = new ReadyCaller(group, callback);
        } finally {
            usage.leave();
        }
        // Not before: the poll of the first callback would be refused.
        ready.start();
    }

    /** Orders the next callback, for the time when a member is ready. */
    private void orderCallback() {
        if (ready == null || !ready.isIdle() || usage.isClosed()) {
            return;
        }
        updateGroup();
        boolean now = failure != null || members.holds();
        if (!now) {
            members.beforeSleep();
            group.prepare();
            now = members.holds();
        }
        ready.order(now ? ReadyCaller.NOW : members.maxSleepNanos());
    }

    @Override
    public void close() {
        usage.close(group::endWaits);
    }

    private void release() {
        if (ready != null) {
            ready.close();
        }
        group.close();
        members.all().forEach(Member::leave);
        members = Members.NONE;
        onClosed.accept(this);
    }
}
