package io.rondo.cli;

import io.rondo.client.Buffers;
import io.rondo.client.ChannelOptions;
import io.rondo.client.Claim;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.core.InterruptedWaitException;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;

/** One queue in this process, so that commands can be watched without shared memory. */
final class FakeRondo implements Rondo {
    static final int MAX_LENGTH = 100;

    final BlockingDeque<byte[]> messages = new LinkedBlockingDeque<>();
    volatile IntSupplier consumers = () -> 1;
    volatile ChannelOptions options;
    volatile String channel;
    volatile Runnable whenPolledEmpty = () -> {};

    @Override
    public Publisher publisher(String name) {
        return publisher(name, ChannelOptions.defaults());
    }

    @Override
    public Publisher publisher(String name, ChannelOptions given) {
        remember(name, given);
        return new FakePublisher();
    }

    @Override
    public Subscriber subscriber(String name) {
        return subscriber(name, ChannelOptions.defaults());
    }

    @Override
    public Subscriber subscriber(String name, ChannelOptions given) {
        remember(name, given);
        return new FakeSubscriber();
    }

    private void remember(String name, ChannelOptions given) {
        if (name.contains("/")) {
            throw new IllegalArgumentException("channel name '" + name + "' is not allowed");
        }
        channel = name;
        options = given;
    }

    @Override
    public void close() {
        // Nothing to release.
    }

    private final class FakePublisher implements Publisher {
        private long sequence;

        @Override
        public long tryPublish(DirectBuffer buffer, int offset, int length) {
            byte[] message = new byte[length];
            buffer.getBytes(offset, message);
            messages.add(message);
            return ++sequence;
        }

        @Override
        public long publish(DirectBuffer buffer, int offset, int length) {
            return tryPublish(buffer, offset, length);
        }

        @Override
        public long publish(DirectBuffer buffer, int offset, int length, Duration timeout) {
            return tryPublish(buffer, offset, length);
        }

        @Override
        public Claim tryClaim(int length) {
            return null;
        }

        @Override
        public Claim claim(int length) {
            return null;
        }

        @Override
        public long confirmed() {
            return sequence;
        }

        @Override
        public int maxMessageLength() {
            return MAX_LENGTH;
        }

        @Override
        public int consumers() {
            return consumers.getAsInt();
        }

        @Override
        public int producers() {
            return 1;
        }

        @Override
        public String channel() {
            return channel;
        }

        @Override
        public Transport transport() {
            return Transport.SHM;
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }

    private final class FakeSubscriber implements Subscriber {
        @Override
        public int poll(MessageHandler handler, int limit) {
            int count = 0;
            while (count < limit && !messages.isEmpty()) {
                byte[] message = messages.element();
                handler.onMessage(Buffers.wrap(message), 0, message.length);
                messages.remove();
                count++;
            }
            return count;
        }

        @Override
        public int receive(MessageHandler handler, int limit, Duration timeout) {
            whenPolledEmpty.run();
            try {
                byte[] first = messages.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
                if (first == null) {
                    return 0;
                }
                messages.addFirst(first);
                return poll(handler, limit);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedWaitException("interrupted");
            }
        }

        @Override
        public int consumers() {
            return 1;
        }

        @Override
        public int producers() {
            return 0;
        }

        @Override
        public long lost() {
            return 0;
        }

        @Override
        public String channel() {
            return channel;
        }

        @Override
        public Transport transport() {
            return Transport.SHM;
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }
}
