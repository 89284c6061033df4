package io.rondo.client.process;

import io.rondo.client.Buffers;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.agrona.MutableDirectBuffer;

/** Truncates a channel's file under its own mapping and prints what the calls of its endpoints do. */
final class TruncationMain {
    private static final MutableDirectBuffer MESSAGE = Buffers.allocate(64);

    private TruncationMain() {}

    // Closing must fail too.
    @SuppressWarnings("try")
    public static void main(String[] arguments) throws IOException {
        int compiled = Integer.parseInt(arguments[0]);
        Rondo rondo = Rondo.connect();
        Publisher out = rondo.queue("cut").publisher();
        Subscriber in = rondo.queue("cut").subscriber();
        for (int i = 0; i < compiled; i++) {
            pass(out, in);
        }
        try (FileChannel file = FileChannel.open(RondoConfig.load().directory().resolve("cut.ring"),
                StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
        report("pass", () -> pass(out, in));
        report("close", rondo::close);
    }

    private static void pass(Publisher out, Subscriber in) {
        out.tryPublish(MESSAGE, 0, MESSAGE.capacity());
        in.poll((buffer, offset, length) -> buffer.getLong(offset), 1);
    }

    private static void report(String what, Runnable action) {
        try {
            action.run();
            System.out.println(what + " returns");
        } catch (InternalError e) {
            System.out.println(what + " fails");
        }
    }
}
