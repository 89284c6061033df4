package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.Orphan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Consumes a work queue by the API without end: {@code directory ledger messages number seed [transport]}. */
final class WorkSubscriberMain {
    private static final int RETURNED_EACH = 4;
    private static final int MOST_HELD = 5;
    private static final Duration LONG = Duration.ofHours(1);

    private WorkSubscriberMain() {}

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        WorkLedger ledger = WorkLedger.open(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        Transport transport = arguments.length > 5 ? Transport.valueOf(arguments[5]) : Transport.AUTO;
        RondoConfig config = RondoConfig.builder().directory(Path.of(arguments[0])).transport(transport).build();
        try (Rondo rondo = Rondo.connect(config);
                WorkSubscriber subscriber = rondo.workQueue(WorkChannel.NAME).subscriber()) {
            consume(new NotingSubscriber(subscriber, ledger, Integer.parseInt(arguments[3]),
                    transport == Transport.SOCKET), new Random(Long.parseLong(arguments[4])));
        }
    }

    private static void consume(NotingSubscriber subscriber, Random random) {
        while (true) {
            int count = subscriber.held() == 0 ? subscriber.receive(LONG) : subscriber.poll();
            if (subscriber.held() > 0
                    && (count == 0 || subscriber.held() == MOST_HELD || random.nextBoolean())) {
                subscriber.settle(random.nextInt(subscriber.held()), random.nextInt(RETURNED_EACH) == 0);
            }
        }
    }
}
