package io.rondo.perf.harness;

import io.rondo.perf.measure.Plan;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Facts about the machine, and warnings where it is not suited for measurements. */
final class Environment {
    private static final Path SPACE = Path.of("/dev/shm");
    private static final long MEBIBYTE = 1 << 20;
    /** For the largest competitors: Aeron has two logs of three terms of 64 MiB each, Chronicle Queue four files of 64 MiB. */
    private static final long AMPLE_MEBIBYTES = 1024;

    private Environment() {}

    /** Facts by name, in the order to show them. */
    static Map<String, String> describe(Plan plan) {
        Topology topology = Topology.ofThisMachine();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        facts.put("processor", topology.processor());
        facts.put("cores", Integer.toString(cores()));
        facts.put("topology", topology.describe());
        facts.put("caches", topology.caches());
        facts.put("governor", topology.governor());
        facts.put("shared memory", freeMebibytes() + " MiB free");
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("rounds", String.format(Locale.ROOT, "%d of %d ms each, after %d to warm up", plan.rounds(),
                plan.slice().toMillis(), plan.warmups()));
        facts.put("memory of channels", plan.capacity() == 0
                ? "the default of each product, that of Rondo where there is none; 1 MiB for patterns"
                : plan.capacity() + " bytes, or 8 messages where that is more");
        return facts;
    }

    /** The reasons why the figures are not reliable; empty on a suited machine. */
    static List<String> warnings() {
        Topology topology = Topology.ofThisMachine();
        return warnings(cores(), topology.isOneCore(), topology.governor(), freeMebibytes());
    }

    static List<String> warnings(int cores, boolean oneCore, String governor, long freeMebibytes) {
        List<String> warnings = new ArrayList<>();
        if (cores < 2) {
            warnings.add("UNFIT: " + cores
                    + " core; both sides share it, and the figures measure the scheduler. Use 2 or more.");
        } else if (oneCore) {
            warnings.add("SIBLINGS: the " + cores
                    + " processors are threads of one core, which both sides share. Use 2 cores.");
        }
        if (governor.equals("powersave") || governor.equals("ondemand") || governor.equals("conservative")) {
            warnings.add("GOVERNOR: " + governor + "; the clock frequency changes with the load. Use performance.");
        }
        if (freeMebibytes < AMPLE_MEBIBYTES) {
            warnings.add(
                    "SPACE: " + freeMebibytes + " MiB free in " + SPACE + "; Aeron and Chronicle Queue may fail. Have "
                            + AMPLE_MEBIBYTES + " MiB or more.");
        }
        return warnings;
    }

    private static long freeMebibytes() {
        return SPACE.toFile().getUsableSpace() / MEBIBYTE;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
