package io.rondo.containers;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Publishes a message, claims space for another, and commits it when a file exists. */
final class ClaimMain {
    private static final long INTERVAL_MILLIS = 20;

    private ClaimMain() {}

    /**
     * Runs until it is killed.
     *
     * @param args the queue, and the file
     */
    public static void main(String[] args) throws InterruptedException {
        try (Rondo rondo = Rondo.connect(); Publisher publisher = rondo.queue(args[0]).publisher()) {
            byte[] first = "before".getBytes(StandardCharsets.UTF_8);
            byte[] claimed = "claimed".getBytes(StandardCharsets.UTF_8);
            try (Claim claim = claimAfter(publisher, first, claimed.length)) {
                System.out.println("claimed");
                while (!Files.exists(Path.of(args[1]))) {
                    Thread.sleep(INTERVAL_MILLIS);
                }
                claim.buffer().putBytes(claim.offset(), claimed);
                claim.commit();
            }
            System.out.println("committed");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static Claim claimAfter(Publisher publisher, byte[] first, int length) {
        publisher.publish(Buffers.wrap(first), 0, first.length);
        return publisher.claim(length);
    }
}
