package io.rondo.perf.soak;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import java.io.IOException;
import java.nio.file.Path;

/** A producer that will be killed: {@code producer incarnation file}. Ends when its standard input ends. */
public final class SoakProducer {
    static final String CHANNEL = "soak";

    private SoakProducer() {}

    /** Publishes without end. */
    public static void main(String[] arguments) throws IOException {
        int producer = Integer.parseInt(arguments[0]);
        int incarnation = Integer.parseInt(arguments[1]);
        SoakProgress progress = new SoakProgress(Path.of(arguments[2]));
        Thread.ofPlatform().daemon().start(SoakProducer::endWithInput);
        SoakMessage message = new SoakMessage();
        try (Rondo rondo = Rondo.connect(); Publisher out = rondo.queue(CHANNEL).publisher()) {
            for (long sequence = 1;; sequence++) {
                try (Claim claim = out.claim(SoakMessage.length(sequence))) {
                    message.write(claim.buffer(), claim.offset(), producer, incarnation, sequence);
                    claim.commit();
                }
                progress.set(sequence);
            }
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Input is ignored.
            }
        } catch (IOException e) {
            // Treated as the end of the input.
        }
        Runtime.getRuntime().halt(0);
    }
}
