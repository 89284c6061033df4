package io.rondo.client.process;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.MutableDirectBuffer;

/** A thread reads a claim's view that another one opens, commits and closes under its hands. */
final class LateViewMain {
    private LateViewMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int claims = Integer.parseInt(arguments[0]);
        AtomicBoolean done = new AtomicBoolean();
        Thread late;
        try (Rondo rondo = Rondo.connect();
                Publisher out = rondo.queue("late").publisher();
                Subscriber in = rondo.queue("late").subscriber()) {
            MutableDirectBuffer view;
            try (Claim claim = out.tryClaim(64)) {
                view = claim.buffer();
            }
            late = Thread.ofPlatform().start(() -> read(view, done));
            for (int i = 0; i < claims; i++) {
                try (Claim claim = out.claim(64)) {
                    claim.commit();
                }
                in.poll((buffer, offset, length) -> {}, 10);
            }
        }
        done.set(true);
        late.join();
        System.out.println("alive");
    }

    private static void read(MutableDirectBuffer view, AtomicBoolean done) {
        long sum = 0;
        for (int i = 0; !done.get(); i++) {
            try {
                sum += view.getLong(i & 7);
            } catch (IndexOutOfBoundsException e) {
                sum++;
            }
        }
        System.out.println(sum == 42 ? "read 42" : "read");
    }
}
