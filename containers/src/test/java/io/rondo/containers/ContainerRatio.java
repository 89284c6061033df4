package io.rondo.containers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Compares two containers, which share only a directory of sockets, with two processes of the host: round trip and one
 * way, SPSC queues of default capacity, 32 bytes, both sides spinning. All four processes stay up, one slice of each pair
 * runs per round, and the ratio is taken within the round. Started by {@code containers/measure}.
 *
 * @param rounds counted rounds
 * @param warmups rounds before them
 * @param sliceMillis duration of each slice
 */
record ContainerRatio(int rounds, int warmups, long sliceMillis) {
    /** Containers to host, most for the round trip and least for one way. */
    private static final double MOST_ROUND_TRIP = 1.2;
    private static final double LEAST_ONE_WAY = 0.9;

    /** The arguments are the counted rounds, and the milliseconds of a slice. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new ContainerRatio(Integer.parseInt(arguments[0]), 3, Long.parseLong(arguments[1])).run(System.out);
    }

    /**
     * The ratios of all counted rounds, containers to host.
     *
     * @param roundTrip of the medians
     * @param oneWay of the rates
     */
    record Ratios(List<Double> roundTrip, List<Double> oneWay) {}

    Ratios run(PrintStream out) throws IOException, InterruptedException {
        String volume = "rondo-test-" + UUID.randomUUID();
        Path directory = Files.createTempDirectory(Path.of("/dev/shm"), "rondo-ratio-");
        DockerCommand.docker("volume", "create", "--label", RondoImage.LABEL + "=" + RondoImage.LABEL_VALUE, volume);
        try (MeasuredPair host = MeasuredPair.onHost(directory);
                MeasuredPair containers = MeasuredPair.inContainers(volume)) {
            out.println("host: " + host.transport() + ", containers: " + containers.transport());
            return compare(host, containers, out);
        } finally {
            DockerCommand.docker("volume", "rm", volume);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Ratios compare(MeasuredPair host, MeasuredPair containers, PrintStream out) throws IOException {
        Ratios ratios = new Ratios(new ArrayList<>(), new ArrayList<>());
        for (int round = 1 - warmups; round <= rounds; round++) {
            long hostTrip = host.roundTrip(sliceMillis);
            long trip = containers.roundTrip(sliceMillis);
            long hostRate = host.oneWay(sliceMillis);
            long rate = containers.oneWay(sliceMillis);
            if (round > 0) {
                ratios.roundTrip.add((double) trip / hostTrip);
                ratios.oneWay.add((double) rate / hostRate);
                out.printf(Locale.ROOT, "round %2d: round trip %6d / %6d ns, one way %6.2f / %6.2f M/s%n", round, trip,
                        hostTrip, rate / 1e6, hostRate / 1e6);
            }
        }
        report(out, "round trip", ratios.roundTrip, "at most " + MOST_ROUND_TRIP);
        report(out, "one way", ratios.oneWay, "at least " + LEAST_ONE_WAY);
        return ratios;
    }

    private static void report(PrintStream out, String what, List<Double> ratios, String target) {
        List<Double> sorted = ratios.stream().sorted().toList();
        out.printf(Locale.ROOT, "%-10s containers / host: median %.2f (%.2f to %.2f), target %s%n", what,
                sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast(), target);
    }
}
