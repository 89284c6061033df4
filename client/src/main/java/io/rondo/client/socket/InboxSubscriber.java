package io.rondo.client.socket;

import io.rondo.client.ChannelOptions;
import io.rondo.client.MessageHandler;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.guard.CallGuard;
import io.rondo.client.guard.Resources;
import io.rondo.core.ClosedException;
import io.rondo.core.memory.ProcessFence;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import io.rondo.core.wait.Waiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Reads what came over sockets. */
final class InboxSubscriber implements Subscriber, Resources.Holder {
    private final String channel;
    private final Inbox inbox;
    private final ThreadParker parker;
    private final Waiter waiter;
    private final Consumer<AutoCloseable> onClosed;
    private final Condition arrival = new Arrival();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean detached = new AtomicBoolean();
    private final CallGuard calls;
    private volatile boolean closed;

    InboxSubscriber(String channel, Inbox inbox, ThreadParker parker, ChannelOptions options,
            Consumer<AutoCloseable> onClosed) {
        this.channel = channel;
        calls = new CallGuard("subscriber", channel);
        this.inbox = inbox;
        this.parker = parker;
        this.onClosed = onClosed;
        waiter = options.waitStrategy().newWaiter();
    }

    /** Something came, or nothing will. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            return hasMessage() || inbox.failure() != null || inbox.fetch() && hasMessage();
        }

        @Override
        public void beforeSleep() {
            inbox.rest();
        }
    }

    private boolean hasMessage() {
        Mailbox mailbox = inbox.mailbox();
        return mailbox != null && mailbox.hasMessage();
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit " + limit + " is not positive: use 1 or more");
        }
        if (!calls.enter()) {
            // Closing may have taken this for a poll in progress, and left the channel to it.
            detach();
            throw closedException();
        }
        try {
            Mailbox mailbox = inbox.mailbox();
            int count = mailbox == null ? 0 : poll(mailbox, handler, limit);
            if (count == 0 && mailbox != null && inbox.fetch()) {
                count = poll(mailbox, handler, limit);
            }
            if (count == 0) {
                requireSource();
            }
            return count;
        } finally {
            calls.leave();
            if (closed) {
                detach();
            }
        }
    }

    private int poll(Mailbox mailbox, MessageHandler handler, int limit) {
        long before = mailbox.consumed();
        try {
            return mailbox.poll(handler, limit);
        } finally {
            if (mailbox.consumed() != before) {
                inbox.consumed();
            }
        }
    }

    private void requireSource() {
        RuntimeException failure = inbox.failure();
        // What came before the end is delivered first, but to a subscriber that was evicted.
        if (failure != null && !hasMessage()) {
            failure.setStackTrace(Thread.currentThread().getStackTrace());
            throw failure;
        }
    }

    @Override
    public int receive(MessageHandler handler, int limit, Duration timeout) {
        int count = poll(handler, limit);
        if (count > 0) {
            return count;
        }
        long deadline = Deadline.after(timeout);
        while (count == 0 && await(deadline)) {
            count = poll(handler, limit);
        }
        return count;
    }

    private boolean await(long deadline) {
        if (!calls.beginWait()) {
            detach();
            throw closedException();
        }
        try {
            return waiter.await(arrival, parker, deadline);
        } finally {
            calls.endHold();
        }
    }

    private ClosedException closedException() {
        return new ClosedException("subscriber of channel " + channel + " is closed");
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    @Override
    public int consumers() {
        requireOpen();
        return inbox.census().consumers();
    }

    @Override
    public int producers() {
        requireOpen();
        return inbox.census().producers();
    }

    @Override
    public long lost() {
        return inbox.lost();
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public Transport transport() {
        return Transport.SOCKET;
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        closed = true;
        calls.shut();
        parker.close();
        // After the fence, a poll in progress shows in the guard, and a later one does not begin.
        ProcessFence.run();
        if (calls.busy() == CallGuard.NOBODY) {
            detach();
        } else {
            // The handler's message must stay what it is while it is looked at: the poll detaches when it ends.
            Mailbox mailbox = inbox.mailbox();
            if (mailbox != null) {
                mailbox.stop();
            }
        }
    }

    private void detach() {
        if (detached.compareAndSet(false, true)) {
            inbox.close();
            onClosed.accept(this);
        }
    }

    @Override
    public Resources resources() {
        return new Held(inbox, parker, closing);
    }

    private record Held(Inbox inbox, ThreadParker parker, AtomicBoolean closing) implements Resources {
        @Override
        public boolean close() {
            if (!closing.compareAndSet(false, true)) {
                return false;
            }
            parker.close();
            inbox.close();
            return true;
        }
    }
}
