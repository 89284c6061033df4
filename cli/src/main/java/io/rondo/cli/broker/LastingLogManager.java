package io.rondo.cli.broker;

import java.util.logging.LogManager;

/**
 * Keeps the handlers when the JVM shuts down. The JDK's own manager removes them at once, while the broker drains its topics
 * and may have errors to log. The JDK creates the instance.
 */
public final class LastingLogManager extends LogManager {
    /** Creates the manager. */
    public LastingLogManager() {}

    @Override
    public void reset() {
        // Called by the shutdown hook of the JDK.
    }
}
