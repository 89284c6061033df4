package io.rondo.examples.eventloop;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A thread that waits in a {@link Selector} for its connections, here a pipe, and for the messages of a queue. A wait set
 * wakes the selector.
 */
public final class SelectorConsumer {
    private static final int MESSAGES = 1000;
    private static final int BATCH = 64;

    private int count;
    private long sum;

    private SelectorConsumer() {}

    public static void main(String[] arguments) throws IOException {
        Pipe pipe = Pipe.open();
        try (Rondo rondo = Rondo.connect();
                Selector selector = Selector.open();
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            source.register(selector, SelectionKey.OP_READ);
            Queue numbers = rondo.queue("selector-numbers").ephemeral(true).capacity(4096);
            try (Subscriber subscriber = numbers.subscriber(); WaitSet set = rondo.waitSet()) {
                Thread publishing = Thread.ofVirtual().start(() -> publish(numbers, sink));
                SelectorConsumer consumer = new SelectorConsumer();
                set.add(subscriber, consumer::onMessage);
                set.onReady(selector::wakeup);
                int bytes = 0;
                while (consumer.count < MESSAGES || bytes == 0) {
                    selector.select();
                    if (selector.selectedKeys().removeIf(SelectionKey::isReadable)) {
                        bytes += source.read(ByteBuffer.allocate(16));
                    }
                    // Also without a message: each poll orders the next wake-up.
                    set.poll(BATCH);
                }
                publishing.join();
                System.out.println("sum " + consumer.sum + ", " + bytes + " byte from the pipe");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void publish(Queue numbers, Pipe.SinkChannel sink) {
        try (Publisher publisher = numbers.publisher()) {
            MutableDirectBuffer buffer = Buffers.allocate(Integer.BYTES);
            for (int i = 1; i <= MESSAGES; i++) {
                buffer.putInt(0, i);
                publisher.publish(buffer, 0, Integer.BYTES);
            }
            sink.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        sum += buffer.getInt(offset);
        count++;
    }
}
