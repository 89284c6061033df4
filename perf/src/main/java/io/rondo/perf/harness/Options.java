package io.rondo.perf.harness;

import io.rondo.perf.measure.Scenario;
import io.rondo.perf.peer.PeerType;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What to run.
 *
 * @param rounds rounds that count
 * @param warmups rounds before them
 * @param slice length of one contestant's part of a round
 * @param sizes message sizes of the one-way runs, in bytes
 * @param scenarios what to measure
 * @param peers which transports
 * @param capacity bytes of a ring
 */
public record Options(int rounds, int warmups, Duration slice, List<Integer> sizes, List<Scenario> scenarios,
        List<PeerType> peers, int capacity) {
    /** The options, for people. */
    public static final String USAGE = """
            usage: Compare [--rounds N] [--warmups N] [--slice MS] [--sizes 32,256,1024] [--what latency,throughput]
                           [--peers a,b,..] [--capacity BYTES]
            peers: %s""".formatted(String.join(", ", Arrays.stream(PeerType.values()).map(PeerType::label).toList()));

    private static final Map<String, String> DEFAULTS = Map.of("--rounds", "11", "--warmups", "4", "--slice", "300",
            "--sizes",
            "32,256,1024", "--what", "latency,throughput", "--capacity", "1048576", "--peers",
            String.join(",", Arrays.stream(PeerType.values()).map(PeerType::label).toList()));

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if an option is unknown or its value invalid; the message names both
     */
    public static Options parse(String... arguments) {
        Map<String, String> given = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            if (!DEFAULTS.containsKey(arguments[i])) {
                throw new IllegalArgumentException("unknown option '" + arguments[i] + "'");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        return new Options(number("--rounds", given.get("--rounds"), 1), number("--warmups", given.get("--warmups"), 0),
                Duration.ofMillis(number("--slice", given.get("--slice"), 1)),
                list(given.get("--sizes"), Options::size),
                list(given.get("--what"), Options::scenario), list(given.get("--peers"), PeerType::of),
                capacity(given.get("--capacity")));
    }

    private static int number(String option, String value, int least) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(option + " " + value + ": use a whole number from " + least);
    }

    private static int size(String value) {
        int size = number("--sizes", value, 8);
        if (size % 8 != 0) {
            throw new IllegalArgumentException("--sizes " + value + ": use multiples of 8 bytes");
        }
        return size;
    }

    private static int capacity(String value) {
        int number = number("--capacity", value, 4096);
        if (Integer.bitCount(number) != 1) {
            throw new IllegalArgumentException("--capacity " + value + ": use a power of two");
        }
        return number;
    }

    private static Scenario scenario(String value) {
        return Arrays.stream(Scenario.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--what " + value + ": use latency or throughput"));
    }

    private static <T> List<T> list(String values, Function<String, T> parser) {
        return Arrays.stream(values.split(",")).map(parser).distinct().toList();
    }
}
