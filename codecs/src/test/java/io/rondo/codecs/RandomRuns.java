package io.rondo.codecs;

import java.util.Random;

/**
 * Repeats a check with random input. A failure names the seed, and {@code -Drondo.test.seed=SEED} repeats it. The system property
 * {@code rondo.test.factor} multiplies the repetitions.
 */
public final class RandomRuns {
    private static final Long SEED = Long.getLong("rondo.test.seed");
    private static final int FACTOR = Integer.getInteger("rondo.test.factor", 1);

    private RandomRuns() {}

    /** A check of one random input. */
    @FunctionalInterface
    public interface Check {
        /** Draws the input and checks it. */
        void run(Random random) throws Exception;
    }

    /** Runs the check with a new seed each time; only once with a given seed. */
    public static void repeat(int times, Check check) {
        Random seeds = new Random();
        for (int i = 0; i < (SEED == null ? times * FACTOR : 1); i++) {
            long seed = SEED == null ? seeds.nextLong() : SEED;
            try {
                check.run(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed with seed " + seed + ", repeat with -Drondo.test.seed=" + seed, e);
            }
        }
    }

    /** Any value; boundaries are likely. */
    public static long anyLong(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> -1;
            case 3 -> 0;
            default -> random.nextLong() >> random.nextInt(Long.SIZE);
        };
    }

    /** A value up to a bound; the boundaries are likely. */
    public static int upTo(Random random, int most) {
        return switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> most;
            default -> random.nextInt(most + 1);
        };
    }

    /** Bytes of a length up to a bound. */
    public static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[upTo(random, most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Characters of a range, of a length up to a bound. */
    public static String text(Random random, int most, char from, char to) {
        StringBuilder text = new StringBuilder();
        for (int i = upTo(random, most); i > 0; i--) {
            text.append((char) (from + random.nextInt(to - from + 1)));
        }
        return text.toString();
    }

    /** A constant of an enumeration, but SBE's constant for unknown values. */
    public static <T extends Enum<T>> T oneOf(Random random, T[] constants) {
        T constant = constants[random.nextInt(constants.length)];
        // SBE's generator adds these to every enumeration.
        return constant.name().equals("SBE_UNKNOWN") || constant.name().equals("NULL_VAL") && random.nextBoolean()
                ? oneOf(random, constants)
                : constant;
    }
}
