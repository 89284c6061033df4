package io.rondo.perf.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * CPU use of all processes but this one and its children, since a moment. The load average would count the build that preceded a
 * run, and the run itself. Reads {@code /proc/stat} and {@code /proc/self/stat} (proc(5)), which count in the same unit.
 */
public final class ForeignLoad {
    /** From this share of the cores on, percentiles and rates are affected. */
    private static final double BUSY_SHARE = 0.1;

    /**
     * The load of a period.
     *
     * @param used mean number of cores that other processes used, from 0
     * @param cores number of cores of the machine
     */
    public record Use(double used, int cores) {
        /** The use in words. */
        public String text() {
            return String.format(Locale.ROOT, "other processes used %.2f of %d cores", used, cores);
        }

        /** The warning for a busy machine. */
        public Optional<String> warning() {
            return used > BUSY_SHARE * cores
                    ? Optional.of("BUSY: " + text() + " during the run; stop them and measure again.")
                    : Optional.empty();
        }
    }

    /** CPU time in ticks: of the machine, idle or not; of the machine, not idle; of this process and its ended children. */
    private record Ticks(long all, long busy, long own, int cores) {}

    private final Path proc;
    private final Ticks start;

    ForeignLoad(Path proc) {
        this.proc = proc;
        this.start = read();
    }

    /** Begins a period now. */
    public static ForeignLoad begin() {
        return new ForeignLoad(Path.of("/proc"));
    }

    /** The use from the beginning of the period until now. Children that have not ended count as other processes. */
    public Use use() {
        Ticks now = read();
        long all = now.all() - start.all();
        long foreign = now.busy() - start.busy() - (now.own() - start.own());
        return new Use(all <= 0 ? 0 : Math.max(0, (double) foreign / all * now.cores()), now.cores());
    }

    /** All 0 where the files are missing. */
    private Ticks read() {
        long all = 0;
        long busy = 0;
        int cores = 0;
        for (String line : Topology.read(proc.resolve("stat")).lines().toList()) {
            if (line.matches("cpu\\d+ .*")) {
                // user, nice, system, idle, iowait, irq, softirq, steal; guest time is part of user and nice
                long[] times = Arrays.stream(line.split(" +")).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
                long sum = Arrays.stream(times).sum();
                all += sum;
                busy += sum - times[3] - times[4];
                cores++;
            }
        }
        return new Ticks(all, busy, own(), cores);
    }

    private long own() {
        String stat = Topology.read(proc.resolve("self/stat"));
        // Behind the name, which may contain blanks, utime is field 12, followed by stime, cutime and cstime.
        return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ")).skip(11).limit(4)
                .mapToLong(Long::parseLong).sum();
    }
}
