package io.rondo.broker.crash;

import io.rondo.broker.Broker;
import io.rondo.client.crash.SourceLine;
import io.rondo.client.crash.Victim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A broker of a directory, with its logs in there. Closes when the directory has a file of the name {@link #CLOSE}. */
public final class BrokerVictim implements Victim {
    /** The name of the file. */
    static final String CLOSE = "close";
    /** Reached when the broker has started. */
    static final SourceLine STARTED = new SourceLine(BrokerVictim.class, "run", "Path close = ");
    private static final long RETRY_NANOS = 5_000_000;

    @Override
    public void run(Path directory, String channel, String... arguments) {
        Broker broker = Broker.start(BrokerMain.settings(directory));
        Path close = directory.resolve(CLOSE);
        while (!Files.exists(close)) {
            LockSupport.parkNanos(RETRY_NANOS);
        }
        broker.close();
    }
}
