package io.rondo.client.crash;

import io.rondo.client.Request;
import io.rondo.client.Responder;
import io.rondo.client.Rondo;
import io.rondo.client.support.Orphan;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Answers requests without end: {@code file}. The file counts, for each request of the witness, how often it was handled. A
 * request holds the number of the requester, 0 for the witness, and a number from 0; the response repeats both.
 */
final class ServiceResponderMain {
    static final String SERVICE = "service";
    /** The requests of the witness that are counted. */
    static final int REQUESTS = 1 << 22;
    private static final int BATCH = 16;
    private static final int DEFERRED = 8;

    private final LongBuffer handled;
    private final ArrayDeque<Long> deferred = new ArrayDeque<>();
    private final ArrayDeque<long[]> payloads = new ArrayDeque<>();
    private Responder responder;

    private ServiceResponderMain(Path file) throws IOException {
        handled = map(file);
    }

    static LongBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) REQUESTS * Long.BYTES)
                    .order(ByteOrder.nativeOrder()).asLongBuffer();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        System.out.println("started");
        ServiceResponderMain main = new ServiceResponderMain(Path.of(arguments[0]));
        try (Rondo rondo = Rondo.connect(); Responder opened = rondo.service(SERVICE).responder()) {
            main.responder = opened;
            System.out.println("serving");
            while (true) {
                opened.receive(main::handle, BATCH, Duration.ofMillis(10));
                main.answerDeferred();
            }
        }
    }

    private void handle(Request request) {
        long requester = request.buffer().getLong(request.offset());
        long number = request.buffer().getLong(request.offset() + Long.BYTES);
        if (requester == 0) {
            handled.put((int) number, handled.get((int) number) + 1);
        }
        if (number % 3 == 0 && deferred.size() < DEFERRED) {
            deferred.add(request.defer());
            payloads.add(new long[]{requester, number});
        } else {
            request.reply(request.buffer(), request.offset(), request.length());
        }
    }

    private void answerDeferred() {
        while (!deferred.isEmpty()) {
            long[] payload = payloads.remove();
            Request request = responder.request(deferred.remove());
            if (request != null) {
                request.reply(ServiceWitness.request(payload[0], payload[1]), 0, ServiceWitness.LENGTH);
            }
        }
    }
}
