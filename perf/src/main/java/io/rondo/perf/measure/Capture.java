package io.rondo.perf.measure;

import java.nio.file.Path;

/**
 * The capture that {@link Pattern#REPLAY} plays. The project contains no captures.
 *
 * @param file a classic pcap file
 * @param speed factor of the recorded speed, above 0
 */
public record Capture(Path file, double speed) {
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
}
