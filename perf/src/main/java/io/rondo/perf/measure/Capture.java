package io.rondo.perf.measure;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The capture that {@link Pattern#REPLAY} plays. The project contains none: it is named by the system property
 * {@value #FILE_PROPERTY} or the environment variable {@value #FILE_VARIABLE}; without either, replays are skipped.
 *
 * @param file a classic pcap file
 * @param speed by how much faster than recorded it is played, above 0
 */
public record Capture(Path file, double speed) {
    /** Names the file. */
    public static final String FILE_PROPERTY = "rondo.perf.pcap";
    /** Names the file where the property does not. */
    public static final String FILE_VARIABLE = "RONDO_PERF_PCAP";
    /** The speed; 1 if it is not set. */
    public static final String SPEED_PROPERTY = "rondo.perf.speed";

    /**
     * Checks the speed.
     *
     * @throws IllegalArgumentException if it is not a positive number
     */
    public Capture {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed " + speed + ": use a factor above 0, 1 for the recorded pace");
        }
    }

    /**
     * The capture this JVM was told of.
     *
     * @return empty if it was not told of any
     * @throws IllegalArgumentException if the speed is no positive number
     */
    public static Optional<Capture> configured() {
        String file = System.getProperty(FILE_PROPERTY, System.getenv(FILE_VARIABLE));
        if (file == null || file.isBlank()) {
            return Optional.empty();
        }
        String speed = System.getProperty(SPEED_PROPERTY, "1");
        try {
            return Optional.of(new Capture(Path.of(file), Double.parseDouble(speed)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(SPEED_PROPERTY + "=" + speed + ": use a factor above 0", e);
        }
    }
}
