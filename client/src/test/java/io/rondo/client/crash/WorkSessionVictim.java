package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One side of a session of a work queue: {@code ledger messages number role}. */
final class WorkSessionVictim implements Victim {
    /** Where one that listens has opened its end. */
    static final SourceLine LISTENING = new SourceLine(WorkSessionVictim.class, "listen", "LockSupport.park()");
    private static final int TWO = 2;
    private static final Duration LONG = Duration.ofHours(1);

    /** What it does. */
    enum Role {
        /** In shared memory. It takes no message itself, and serves subscribers over sockets. */
        LISTENS,
        /** Over a socket. It takes and settles one message after the other. */
        TAKES,
        /** Over a socket. It asks for two messages, and does not return from the handler of the first. */
        STOPS
    }

    @Override
    public void run(Path directory, String channel, String... arguments) throws Exception {
        WorkLedger ledger = WorkLedger.open(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Role role = Role.valueOf(arguments[3]);
        try (Rondo rondo = connect(directory, role == Role.LISTENS ? Transport.AUTO : Transport.SOCKET);
                WorkSubscriber subscriber = rondo.workQueue(channel).subscriber()) {
            NotingSubscriber noting = new NotingSubscriber(subscriber, ledger, Integer.parseInt(arguments[2]), true);
            switch (role) {
                case LISTENS -> listen();
                case TAKES -> take(noting);
                case STOPS -> subscriber.receive(message -> {
                    noting.deliver(message);
                    listen();
                }, TWO, LONG);
            }
        }
    }

    /** Connects to a directory. */
    static Rondo connect(Path directory, Transport transport) {
        return Rondo.connect(RondoConfig.builder().directory(directory).transport(transport).build());
    }

    private static void listen() {
        while (true) {
            LockSupport.park();
        }
    }

    private static void take(NotingSubscriber subscriber) {
        while (true) {
            if (subscriber.receive(LONG) > 0) {
                subscriber.settleFirst();
            }
        }
    }
}
