package io.rondo.cli.support;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.service.ServiceSettings;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.client.settings.WorkQueueSettings;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;

/** One queue in this process, to test commands without shared memory. */
public final class FakeRondo implements ChannelAccess {
    public static final int MAX_LENGTH = 100;

    private final BlockingDeque<byte[]> messages = new LinkedBlockingDeque<>();
    private volatile IntSupplier consumers = () -> 1;
    private volatile ChannelSettings options;
    private volatile String channel;
    private volatile Runnable whenPolledEmpty = () -> {};

    /** Messages that were published and not consumed. */
    public BlockingDeque<byte[]> messages() {
        return messages;
    }

    /** Options of the latest endpoint. */
    public ChannelSettings options() {
        return options;
    }

    /** Channel of the latest endpoint; null before. */
    public String channel() {
        return channel;
    }

    /** Sets the source of the number of consumers. */
    public void countConsumers(IntSupplier count) {
        consumers = count;
    }

    /** Sets an action that runs after each poll without a message. */
    public void whenPolledEmpty(Runnable action) {
        whenPolledEmpty = action;
    }

    @Override
    public Publisher publisher(String name, ChannelSettings given) {
        remember(name, given);
        return new FakePublisher();
    }

    @Override
    public Subscriber subscriber(String name, ChannelSettings given) {
        remember(name, given);
        return new FakeSubscriber();
    }

    @Override
    public SequencedPublisher publisher(String topic, SequencedSettings given) {
        throw new UnsupportedOperationException("sequenced topics need a broker");
    }

    @Override
    public SequencedSubscriber subscriber(String topic, SequencedSettings given) {
        throw new UnsupportedOperationException("sequenced topics need a broker");
    }

    @Override
    public Requester requester(String service, ServiceSettings settings) {
        throw new UnsupportedOperationException("services need a directory of channels");
    }

    @Override
    public Responder responder(String service, ServiceSettings settings) {
        throw new UnsupportedOperationException("services need a directory of channels");
    }

    @Override
    public WorkSubscriber workSubscriber(String name, WorkQueueSettings given) {
        throw new UnsupportedOperationException("work queues need shared memory");
    }

    @Override
    public void removeDurable(String topic, String subscription, SequencedSettings given) {
        throw new UnsupportedOperationException("sequenced topics need a broker");
    }

    private void remember(String name, ChannelSettings given) {
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
        public Claim claim(int length, Duration timeout) {
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
        public int controlledPoll(ControlledMessageHandler handler, int limit) {
            throw new UnsupportedOperationException("the commands do not use it");
        }

        @Override
        public int controlledReceive(ControlledMessageHandler handler, int limit, Duration timeout) {
            throw new UnsupportedOperationException("the commands do not use it");
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
