package io.rondo.broker.sequencer.log;

import io.rondo.broker.sequencer.CopyIdentity;
import io.rondo.client.RondoException;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The file {@code copy} in the directory of a log: the topic is a copy. One line of four fields: the id of the copy and that of
 * the home's log in hexadecimal digits, the id of the last ingress, and its number; and a fifth, {@code stopped}, if the copy was
 * stopped for good. Thread-safe.
 */
final class CopyFile implements CopyIdentity {
    private static final String NAME = "copy";
    private static final int FIELDS = 4;
    private static final String STOPPED = "stopped";
    /** The largest number of an ingress. */
    private static final int MOST_GENERATIONS = 0xffff;
    private static final UUID NO_INGRESS = new UUID(0, 0);

    private final Path file;
    /** Guarded by this. */
    private State state;

    private record State(long id, long home, UUID ingress, int generation, boolean stopped) {
        String toLine() {
            return HexFormat.of().toHexDigits(id) + " " + HexFormat.of().toHexDigits(home) + " " + ingress + " "
                    + generation + (stopped ? " " + STOPPED : "") + "\n";
        }

        static State parse(String line) {
            String[] fields = line.split(" ", -1);
            boolean stopped = fields.length == FIELDS + 1 && fields[FIELDS].equals(STOPPED);
            if (fields.length != FIELDS && !stopped) {
                throw new IllegalArgumentException("it has " + fields.length + " fields, not " + FIELDS + " and then "
                        + STOPPED + " or nothing");
            }
            State parsed = new State(HexFormat.fromHexDigitsToLong(fields[0]), HexFormat.fromHexDigitsToLong(fields[1]),
                    UUID.fromString(fields[2]), Integer.parseInt(fields[3]), stopped);
            if (!CopyIdentity.isValid(parsed.id) || parsed.generation < 0) {
                throw new IllegalArgumentException("its id or its number is out of range");
            }
            return parsed;
        }
    }

    private CopyFile(Path file, State state) {
        this.file = file;
        this.state = state;
    }

    /**
     * Reads the file.
     *
     * @param directory of the log
     * @return what it has; null if there is none, so the topic is no copy
     * @throws RondoException if it cannot be read, or is damaged
     */
    static CopyFile load(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            return new CopyFile(file, State.parse(Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (NoSuchFileException _) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new RondoException(file + " is damaged: " + e.getMessage() + ": remove the directory, and the home"
                    + " sends the copy anew", e);
        } catch (IOException e) {
            throw new RondoException("cannot read " + file + ": " + IoReason.of(e) + ": check its permissions", e);
        }
    }

    /**
     * Makes a topic a copy, with a new id.
     *
     * @param directory of a log without messages
     * @throws RondoException if the file cannot be written
     */
    static CopyFile create(Path directory) {
        long id = FIRST_ID + new SecureRandom().nextLong(FIRST_ID - 1);
        CopyFile created = new CopyFile(directory.resolve(NAME), null);
        created.change(new State(id, 0, NO_INGRESS, 0, false));
        return created;
    }

    private void change(State changed) {
        SavedText.save(file, changed.toLine());
        state = changed;
    }

    @Override
    public synchronized long id() {
        return state.id;
    }

    @Override
    public synchronized long home() {
        return state.home;
    }

    @Override
    public synchronized void home(long logId) {
        change(new State(state.id, logId, state.ingress, state.generation, state.stopped));
    }

    @Override
    public synchronized int generation(UUID ingress, int latest) {
        if (!state.ingress.equals(ingress)) {
            int before = Math.max(state.generation, latest);
            if (before >= MOST_GENERATIONS) {
                throw new RondoException(file + ": the copy has had " + MOST_GENERATIONS
                        + " ingresses, and no number is left: remove its directory, and the home sends the copy anew");
            }
            change(new State(state.id, state.home, ingress, before + 1, state.stopped));
        }
        return state.generation;
    }

    @Override
    public synchronized boolean isStopped() {
        return state.stopped;
    }

    @Override
    public synchronized void stop() {
        change(new State(state.id, state.home, state.ingress, state.generation, true));
    }
}
