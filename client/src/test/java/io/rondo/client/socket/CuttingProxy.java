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

/** Stands between a peer and an owner, and cuts each of its first connections after a random number of bytes in either direction. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path owner;
    private final int cuts;
    private final int mostBytes;
    private final Random random;
    private final AtomicInteger connections = new AtomicInteger();

    CuttingProxy(Path listening, Path owner, int cuts, int mostBytes, long seed) throws IOException {
        this.owner = owner;
        this.cuts = cuts;
        this.mostBytes = mostBytes;
        random = new Random(seed);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(listening));
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** Connections so far. */
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
            // Closed.
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
        Thread.ofPlatform().daemon().start(() -> forward(peer, there, budget[0]));
        Thread.ofPlatform().daemon().start(() -> forward(there, peer, budget[1]));
    }

    private static void forward(SocketChannel from, SocketChannel to, long budget) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(16 * 1024);
        long left = budget;
        try (from; to) {
            while (left > 0) {
                bytes.clear().limit((int) Math.min(bytes.capacity(), left));
                int count = from.read(bytes);
                if (count < 0) {
                    return;
                }
                left -= count;
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }
        } catch (IOException e) {
            // Cut by the other direction.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
