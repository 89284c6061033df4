package io.rondo.client.process;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;

/** Takes a message of each work queue and keeps it: {@code transport channel ...}. */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(Path.of(System.getenv("RONDO_DIR")))
                .transport(Transport.valueOf(arguments[0])).build())) {
            WorkSubscriber[] subscribers = new WorkSubscriber[arguments.length];
            int held = 0;
            for (int i = 1; i < arguments.length; i++) {
                subscribers[i] = rondo.workQueue(arguments[i]).subscriber();
                held += subscribers[i].receive(message -> {}, 1, Duration.ofSeconds(Watchdog.SECONDS));
            }
            System.out.println("held " + held);
            System.in.read();
        }
    }
}
