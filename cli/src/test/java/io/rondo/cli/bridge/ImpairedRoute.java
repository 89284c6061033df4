package io.rondo.cli.bridge;

import io.rondo.client.support.Orphan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Forwards datagrams to an endpoint, and the answers to the latest sender, as Linux's netem does with {@code loss 1% delay 20ms
 * reorder 25%}: a datagram that is not delayed overtakes those before it. Prints a line when both directions together have lost
 * and reordered enough for a test to mean something.
 */
final class ImpairedRoute {
    /** The line. */
    static final String IMPAIRED = "impaired";

    private static final double LOSS = 0.01;
    private static final double REORDERING = 0.25;
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** The market data of a test fills about 1,250 datagrams. */
    private static final int ENOUGH = 10;
    private static final int MAX_DATAGRAM = 1 << 16;
    private static final int SOCKET_BUFFER = 1 << 21;

    private final DatagramChannel front = channel();
    private final DatagramChannel back = channel();
    private final SocketAddress target;
    /** The times of datagrams differ in each run, with one seed too. */
    private final Random random = new Random(1);
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private SocketAddress sender;
    private long number;
    private int lost;
    private int reordered;

    /** A datagram that has not been forwarded yet. */
    private record Delayed(long due, long number, DatagramChannel by, SocketAddress to, ByteBuffer content)
            implements
                Comparable<Delayed> {
        @Override
        public int compareTo(Delayed other) {
            int order = Long.compare(due - other.due, 0);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    private ImpairedRoute(SocketAddress address, SocketAddress target) throws IOException {
        this.target = target;
        front.bind(address);
        back.bind(null);
    }

    private static DatagramChannel channel() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.configureBlocking(false);
        return channel;
    }

    public static void main(String[] args) throws IOException {
        ImpairedRoute route = new ImpairedRoute(new InetSocketAddress(args[0], Integer.parseInt(args[1])),
                new InetSocketAddress(args[2], Integer.parseInt(args[3])));
        Orphan.endWithInput();
        System.out.println("ready");
        route.run();
    }

    private void run() throws IOException {
        try (Selector selector = Selector.open()) {
            front.register(selector, SelectionKey.OP_READ);
            back.register(selector, SelectionKey.OP_READ);
            boolean printed = false;
            while (true) {
                selector.select(_ -> {}, millisToNext());
                receive();
                forward();
                if (!printed && lost >= ENOUGH && reordered >= ENOUGH) {
                    printed = true;
                    System.out.println(IMPAIRED);
                }
            }
        }
    }

    /** Returns at least 1: 0 would wait for ever. */
    private long millisToNext() {
        return delayed.isEmpty()
                ? TimeUnit.SECONDS.toMillis(1)
                : Math.max(1, TimeUnit.NANOSECONDS.toMillis(delayed.peek().due() - System.nanoTime()));
    }

    private void receive() throws IOException {
        for (SocketAddress from = next(front); from != null; from = next(front)) {
            sender = from;
            impair(back, target);
        }
        while (next(back) != null) {
            impair(front, sender);
        }
    }

    private SocketAddress next(DatagramChannel channel) throws IOException {
        SocketAddress from = channel.receive(buffer.clear());
        buffer.flip();
        return from;
    }

    private void impair(DatagramChannel by, SocketAddress to) {
        if (random.nextDouble() < LOSS) {
            lost++;
            return;
        }
        boolean overtakes = random.nextDouble() < REORDERING;
        if (overtakes && delayed.stream().anyMatch(earlier -> earlier.by() == by)) {
            reordered++;
        }
        ByteBuffer content = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        delayed.add(new Delayed(System.nanoTime() + (overtakes ? 0 : DELAY_NANOS), number++, by, to, content));
    }

    private void forward() {
        while (!delayed.isEmpty() && delayed.peek().due() - System.nanoTime() <= 0) {
            Delayed next = delayed.remove();
            try {
                next.by().send(next.content(), next.to());
            } catch (IOException e) {
                // The network is interrupted.
                lost++;
            }
        }
    }
}
