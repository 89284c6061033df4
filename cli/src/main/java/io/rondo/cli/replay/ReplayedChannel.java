package io.rondo.cli.replay;

import io.rondo.cli.log.LogSource;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.stream.Publication;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;

/**
 * A channel on which a log is published again. Confined to one thread.
 *
 * @param source the log
 * @param publication publishes by the publisher
 * @param publisher of the channel
 */
record ReplayedChannel(LogSource source, Publication publication, Publisher publisher) {
    ReplayedChannel {
        publication.use(publisher);
    }

    Replay.Track track() {
        return new Replay.Track(source, publication::publish);
    }

    /** Closes the publisher, and returns the exit code. */
    int end() {
        try {
            publisher.close();
        } catch (DeliveryUnknownException e) {
            // Confirmations did not arrive in time.
            publication.report(e);
        }
        int code = publication.conclude();
        return source.isDamaged() ? ExitCode.FAILED : code;
    }
}
