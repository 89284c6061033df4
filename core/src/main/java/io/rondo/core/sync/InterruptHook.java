package io.rondo.core.sync;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Runs an action when a thread is interrupted between {@link #before()} and {@link #after()}. {@link
 * Thread#interrupt()} does not end a foreign system call. It calls {@code wakeup} on the selector that the thread has
 * registered with {@link AbstractSelector#begin()}, which is the only hook of the JDK that needs no flags.
 */
final class InterruptHook {
    private final Hook hook;

    InterruptHook(Runnable onInterrupt) {
        hook = new Hook(onInterrupt);
    }

    void before() {
        hook.enter();
    }

    void after() {
        hook.leave();
    }

    /** A selector without channels: it supports {@code wakeup} only. */
    private static final class Hook extends AbstractSelector {
        private final Runnable onInterrupt;

        Hook(Runnable onInterrupt) {
            super(null);
            this.onInterrupt = onInterrupt;
        }

        void enter() {
            begin();
        }

        void leave() {
            end();
        }

        @Override
        public Selector wakeup() {
            onInterrupt.run();
            return this;
        }

        @Override
        protected void implCloseSelector() {
            // Nothing is open.
        }

        @Override
        protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SelectionKey> keys() {
            return Set.of();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return Set.of();
        }

        @Override
        public int selectNow() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int select(long timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int select() {
            throw new UnsupportedOperationException();
        }
    }
}
