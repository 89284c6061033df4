package io.rondo.client.support;

import java.text.MessageFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects the warnings of the library that contain a text, until it is closed. Thread-safe. */
public final class Warnings extends Handler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("io.rondo");

    private final String text;
    private final Queue<String> found = new ConcurrentLinkedQueue<>();

    private Warnings(String text) {
        this.text = text;
    }

    /** Begins to collect. */
    public static Warnings containing(String text) {
        Warnings warnings = new Warnings(text);
        LOG.addHandler(warnings);
        return warnings;
    }

    /** The warnings so far, in order. */
    public List<String> found() {
        return List.copyOf(found);
    }

    @Override
    public void publish(LogRecord entry) {
        String message = MessageFormat.format(entry.getMessage(), entry.getParameters());
        if (entry.getLevel().equals(Level.WARNING) && message.contains(text)) {
            found.add(message);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOG.removeHandler(this);
    }
}
