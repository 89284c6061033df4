package io.rondo.examples.eventloop;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.rondo.client.Buffers;
import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A Netty event loop that consumes a queue beside its network connections. The loop never waits for messages: a wait set
 * calls back when there are some, and the loop then polls a bounded batch.
 */
public final class NettyConsumer {
    private static final int MESSAGES = 1000;
    private static final int BATCH = 64;

    private final CountDownLatch done = new CountDownLatch(MESSAGES);
    private long sum;

    private NettyConsumer() {}

    public static void main(String[] arguments) throws InterruptedException {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (Rondo rondo = Rondo.connect()) {
            Queue numbers = rondo.queue("netty-numbers").ephemeral(true).capacity(4096);
            try (Subscriber subscriber = numbers.subscriber();
                    Publisher publisher = numbers.publisher();
                    WaitSet set = rondo.waitSet()) {
                NettyConsumer consumer = new NettyConsumer();
                set.add(subscriber, consumer::onMessage);
                EventLoop loop = group.next();
                // Each poll orders the next callback.
                set.onReady(() -> loop.execute(() -> poll(set)));
                MutableDirectBuffer buffer = Buffers.allocate(Integer.BYTES);
                for (int i = 1; i <= MESSAGES; i++) {
                    buffer.putInt(0, i);
                    publisher.publish(buffer, 0, Integer.BYTES);
                }
                consumer.done.await();
                System.out.println("sum " + consumer.sum);
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    /** Runs on the event loop only, so the set has one thread. */
    private static void poll(WaitSet set) {
        try {
            set.poll(BATCH);
        } catch (ClosedException e) {
            // A callback that was on its way when the set was closed.
        }
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        sum += buffer.getInt(offset);
        done.countDown();
    }
}
