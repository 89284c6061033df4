package io.rondo.examples.eventloop;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Queue;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A Netty event loop that consumes a queue beside its network connections. The loop never waits for messages: it polls a
 * bounded batch, and runs again at once if there were messages, otherwise after a millisecond.
 */
public final class NettyConsumer {
    private static final int MESSAGES = 1000;
    private static final int BATCH = 64;

    private final EventLoop loop;
    private final Subscriber subscriber;
    private final CountDownLatch done = new CountDownLatch(MESSAGES);
    private long sum;

    private NettyConsumer(EventLoop loop, Subscriber subscriber) {
        this.loop = loop;
        this.subscriber = subscriber;
    }

    public static void main(String[] arguments) throws InterruptedException {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (Rondo rondo = Rondo.connect()) {
            Queue numbers = rondo.queue("netty-numbers").ephemeral(true).capacity(4096);
            try (Subscriber subscriber = numbers.subscriber(); Publisher publisher = numbers.publisher()) {
                NettyConsumer consumer = new NettyConsumer(group.next(), subscriber);
                consumer.loop.execute(consumer::poll);
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

    /** Runs on the event loop only, so the subscriber has one thread. */
    private void poll() {
        int count = subscriber.poll(this::onMessage, BATCH);
        if (done.getCount() == 0) {
            return;
        }
        if (count > 0) {
            // Behind the tasks that the loop has by now, so that a busy channel does not starve its connections.
            loop.execute(this::poll);
        } else {
            loop.schedule(this::poll, 1, TimeUnit.MILLISECONDS);
        }
    }

    private void onMessage(DirectBuffer buffer, int offset, int length) {
        sum += buffer.getInt(offset);
        done.countDown();
    }
}
