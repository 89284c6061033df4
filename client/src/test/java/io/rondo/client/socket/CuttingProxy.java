package io.rondo.client.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * A proxy between a peer and an owner. Cuts each of its first connections after a random number of bytes in either
 * direction.
 */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path owner;
    private final int cuts;
    private final int mostBytes;
    private final Random random;
    private final AtomicInteger connections = new AtomicInteger();
    /** The time of the last cut; 0 once the owner has answered on a later connection. */
    private final AtomicLong cutAt = new AtomicLong();
    private final LongAccumulator longestAbsence = new LongAccumulator(Math::max, 0);

    CuttingProxy(Path listening, Path owner, int cuts, int mostBytes, long seed) throws IOException {
        this.owner = owner;
        this.cuts = cuts;
        this.mostBytes = mostBytes;
        random = new Random(seed);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(listening));
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /**
     * The longest time from a cut to the owner's answer on a later connection, in nanoseconds. The owner observes at
     * most that absence.
     */
    long longestAbsence() {
        return longestAbsence.get();
    }

    /** The number of connections so far. */
    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel peer = server.accept();
                long[] budget = new long[2];
                int number = connections.incrementAndGet();
                for (int i = 0; i < 2; i++) {
                    // Often within the handshake, sometimes much later.
                    budget[i] = number > cuts ? Long.MAX_VALUE : random.nextInt(number % 3 == 0 ? 200 : mostBytes);
                }
                connect(peer, budget);
            }
        } catch (IOException e) {
            // The proxy is closed.
        }
    }

    private void connect(SocketChannel peer, long[] budget) throws IOException {
        SocketChannel there;
        try {
            there = SocketChannel.open(UnixDomainSocketAddress.of(owner));
        } catch (IOException e) {
            peer.close();
            return;
        }
        Thread.ofPlatform().daemon().start(() -> forward(peer, there, budget[0], () -> {}));
        Thread.ofPlatform().daemon().start(() -> forward(there, peer, budget[1], this::answered));
    }

    private void answered() {
        long since = cutAt.getAndSet(0);
        if (since != 0) {
            longestAbsence.accumulate(System.nanoTime() - since);
        }
    }

    private void forward(SocketChannel from, SocketChannel to, long budget, Runnable onFirst) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(16 * 1024);
        long left = budget;
        try (from; to) {
            while (left > 0) {
                bytes.clear().limit((int) Math.min(bytes.capacity(), left));
                int count = from.read(bytes);
                if (count < 0) {
                    break;
                }
                if (left == budget) {
                    onFirst.run();
                }
                left -= count;
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }
            // Before either side can see the cut.
            cut();
        } catch (IOException e) {
            // The other direction has cut the connection.
        }
    }

    private void cut() {
        cutAt.compareAndSet(0, System.nanoTime());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
