package io.rondo.broker.topiclog;

import io.rondo.broker.log.LogAlarms;
import io.rondo.client.Durability;
import io.rondo.client.log.LogException;
import java.lang.System.Logger.Level;

/** Writes the alarms of a topic's log to the system logger. */
record LoggedAlarms(String topic, Durability durability) implements LogAlarms {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    @Override
    public void onReadOnly(LogException failure) {
        LOG.log(Level.ERROR, "topic {0}: {1}; {2}", topic, failure.getMessage(), consequence());
    }

    @Override
    public void onNoFile(LogException failure) {
        LOG.log(Level.ERROR, "topic {0}: {1}; {2}", topic, failure.getMessage(), consequence());
    }

    private String consequence() {
        return durability == Durability.DISK ? "publishers wait" : "messages go on without being recorded";
    }

    @Override
    public void onFileAgain() {
        LOG.log(Level.INFO, "topic {0}: the log has space again", topic);
    }
}
