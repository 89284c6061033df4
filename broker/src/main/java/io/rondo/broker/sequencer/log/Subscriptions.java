package io.rondo.broker.sequencer.log;

import io.rondo.broker.log.retention.Retention;
import io.rondo.broker.status.SubscriptionStatus;
import io.rondo.client.ChannelInUseException;
import io.rondo.client.RondoException;
import io.rondo.client.sequenced.SubscriptionTable;
import io.rondo.client.settings.SequencedSettings;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.LockFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The durable subscriptions of one recorded topic. Subscribers store their positions in a table in shared memory, which
 * outlives their process; {@link #save()} copies them into the directory of the log, for a reboot. Thread-safe.
 */
final class Subscriptions implements AutoCloseable {
    private static final String FILE = "subscriptions";

    private final String topic;
    private final Path directory;
    private final SubscriptionTable table;
    /** The positions in the directory of the log. Guarded by this. */
    private Map<String, Long> saved = Map.of();
    /** Guarded by this. */
    private boolean closed;

    private Subscriptions(String topic, Path directory, SubscriptionTable table) {
        this.topic = topic;
        this.directory = directory;
        this.table = table;
    }

    /**
     * Opens the subscriptions. Those that the table lacks, because the host was started again, are taken from the directory.
     *
     * @param topic the name
     * @param directory of the log
     * @param table path of the table in shared memory
     * @param mode of its file
     * @param logId id of the log
     * @param lastSequence of the recovered log; positions behind it would skip messages that are sequenced anew
     * @return the subscriptions, to be closed
     * @throws RondoException if they cannot be read
     */
    static Subscriptions open(String topic, Path directory, Path table, int mode, long logId, long lastSequence) {
        Subscriptions opened = new Subscriptions(topic, directory, SubscriptionTable.create(table, mode, logId));
        try {
            opened.saved = opened.load();
            opened.saved.forEach((name, confirmed) -> {
                if (opened.table.find(name) < 0) {
                    opened.table.add(name, Math.min(confirmed, lastSequence));
                }
            });
            return opened;
        } catch (RuntimeException | Error e) {
            opened.table.close();
            throw e;
        }
    }

    private Map<String, Long> load() {
        Path file = directory.resolve(FILE);
        try {
            Map<String, Long> found = new TreeMap<>();
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                String[] fields = line.split(" ", -1);
                if (fields.length != 2) {
                    throw new IllegalArgumentException("line '" + line + "' is not a name and a sequence");
                }
                found.put(SequencedSettings.requireSubscriptionName(fields[0]), Long.parseLong(fields[1]));
            }
            return found;
        } catch (NoSuchFileException _) {
            return Map.of();
        } catch (IllegalArgumentException e) {
            throw new RondoException(file + " is damaged: " + e.getMessage()
                    + ": restore it, or remove it, and then durable subscribers begin anew", e);
        } catch (IOException e) {
            throw new RondoException("cannot read " + file + ": " + IoReason.of(e) + ": check its permissions", e);
        }
    }

    /**
     * Adds a subscription, unless it exists, and saves it.
     *
     * @param name a valid name
     * @param first sequence of its first message
     * @return its entry in the table
     */
    synchronized int add(String name, long first) {
        int entry = table.find(name);
        if (entry < 0) {
            entry = table.add(name, first - 1);
            save();
        }
        return entry;
    }

    /**
     * Removes a subscription.
     *
     * @param name of the subscription
     * @throws ChannelInUseException if a live subscriber uses it
     * @throws RondoException if there is none
     */
    synchronized void remove(String name) {
        int entry = table.find(name);
        if (entry < 0) {
            throw new RondoException("topic " + topic + " has no durable subscription " + name + ": it has "
                    + (positions().isEmpty() ? "none" : positions().keySet()));
        }
        LockFile lock = table.tryLock(entry);
        if (lock == null) {
            throw new ChannelInUseException("topic " + topic + ": a live subscriber uses durable subscription " + name
                    + ": stop it first");
        }
        try (lock) {
            table.remove(entry);
            save();
        }
    }

    /** Returns the confirmed sequence of each subscription. */
    Map<String, Long> positions() {
        Map<String, Long> positions = new TreeMap<>();
        for (int entry = 0; entry < SubscriptionTable.MAX_SUBSCRIPTIONS; entry++) {
            String name = table.name(entry);
            if (name != null) {
                positions.put(name, table.confirmed(entry));
            }
        }
        return positions;
    }

    /**
     * Saves the positions, as {@link #save()}. Messages confirmed after that are needed still: a subscription continues from
     * its saved position after a power loss.
     *
     * @return the lowest sequence behind a saved position; {@link Retention#NOTHING_NEEDED} without any
     */
    synchronized long saveAndFindNeeded() {
        save();
        return saved.values().stream().mapToLong(confirmed -> confirmed + 1).min()
                .orElse(Retention.NOTHING_NEEDED);
    }

    /**
     * Returns the subscriptions now; none after the end.
     *
     * @param last the last sequence that subscribers may have
     * @param lag finds their delay
     */
    synchronized List<SubscriptionStatus> status(long last, SubscriptionLag lag) {
        List<SubscriptionStatus> found = new ArrayList<>();
        if (closed) {
            return found;
        }
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        for (int entry = 0; entry < SubscriptionTable.MAX_SUBSCRIPTIONS; entry++) {
            String name = table.name(entry);
            if (name != null) {
                long confirmed = table.confirmed(entry);
                found.add(new SubscriptionStatus(name, confirmed, Math.max(0, last - confirmed),
                        lag.seconds(name, confirmed, last, now), table.isLocked(entry)));
            }
        }
        found.sort(Comparator.comparing(SubscriptionStatus::name));
        return found;
    }

    /**
     * Saves the positions if they have changed, and waits until they are on the disk.
     *
     * @throws RondoException if they cannot be written
     */
    synchronized void save() {
        Map<String, Long> positions = positions();
        if (positions.equals(saved)) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        positions.forEach((name, confirmed) -> lines.append(name).append(' ').append(confirmed).append('\n'));
        SavedText.save(directory.resolve(FILE), lines);
        saved = positions;
    }

    @Override
    public synchronized void close() {
        try {
            save();
        } finally {
            closed = true;
            table.close();
        }
    }
}
