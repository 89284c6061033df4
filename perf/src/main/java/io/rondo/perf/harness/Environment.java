package io.rondo.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where it ran, and whether that is a fit place. */
final class Environment {
    private static final String UNKNOWN = "unknown";
    private static final Path GOVERNOR = Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");

    private Environment() {}

    /** One line per fact. */
    static List<String> describe() {
        return List.of("date      " + Instant.now().truncatedTo(ChronoUnit.SECONDS),
                "kernel    " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "processor " + processor() + ", " + cores() + " cores, governor " + read(GOVERNOR),
                "java      " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /** What makes the figures doubtful; empty on a fit machine. */
    static List<String> warnings() {
        return warnings(cores(), load());
    }

    static List<String> warnings(int cores, double load) {
        List<String> warnings = new ArrayList<>();
        if (cores < 2) {
            warnings.add("UNFIT: " + cores
                    + " core; both sides share it, and these figures measure the scheduler. Use 2 or more.");
        }
        if (load > cores / 2.0) {
            warnings.add(String.format(Locale.ROOT,
                    "BUSY: load average %.2f on %d cores; others are running, and tails will show it.", load, cores));
        }
        return warnings;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static double load() {
        String averages = read(Path.of("/proc/loadavg"));
        return averages.equals(UNKNOWN) ? 0 : Double.parseDouble(averages.substring(0, averages.indexOf(' ')));
    }

    private static String processor() {
        return read(Path.of("/proc/cpuinfo")).lines().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(UNKNOWN);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
