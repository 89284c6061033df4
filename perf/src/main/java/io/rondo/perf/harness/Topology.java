package io.rondo.perf.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The cores and caches of the processors that this process may use, from /sys and /proc. */
final class Topology {
    static final String UNKNOWN = "unknown";

    /** With more processors than this, only their number is shown. */
    private static final int LISTED = 16;

    private final Path processors;
    private final Path processorInfo;
    private final List<Integer> allowed;

    /**
     * Reads below a root directory.
     *
     * @param root {@code /}, or a directory of a test
     */
    Topology(Path root) {
        processors = root.resolve("sys/devices/system/cpu");
        processorInfo = root.resolve("proc/cpuinfo");
        allowed = allowed(read(root.resolve("proc/self/status")));
    }

    static Topology ofThisMachine() {
        return new Topology(Path.of("/"));
    }

    private static List<Integer> allowed(String status) {
        return status.lines().filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().map(Topology::numbers)
                .orElse(List.of());
    }

    /** The numbers of a list such as {@code 0-2,5}. */
    static List<Integer> numbers(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : list.split(",")) {
            String[] ends = range.strip().split("-");
            for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++) {
                numbers.add(n);
            }
        }
        return numbers;
    }

    /** The processor's name. */
    String processor() {
        return read(processorInfo).lines().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(UNKNOWN);
    }

    /** Sockets, cores and the processors of each core. */
    String describe() {
        Map<String, List<Integer>> cores = cores();
        if (cores.isEmpty()) {
            return UNKNOWN;
        }
        long sockets = cores.keySet().stream().map(core -> core.substring(0, core.indexOf('/'))).distinct().count();
        String counts = sockets + " sockets, " + cores.size() + " cores, " + allowed.size() + " processors";
        if (allowed.size() > LISTED) {
            return counts;
        }
        return counts + cores.entrySet().stream()
                .map(core -> "core " + core.getKey() + ": processors " + core.getValue())
                .collect(Collectors.joining("; ", " (", ")"));
    }

    /** Whether all processors are threads of one core. */
    boolean isOneCore() {
        return cores().size() == 1 && allowed.size() > 1;
    }

    /** The processors that this process may use, by socket and core. */
    private Map<String, List<Integer>> cores() {
        Map<String, List<Integer>> cores = new TreeMap<>();
        for (int processor : allowed) {
            Path topology = ofProcessor(processor).resolve("topology");
            String core = read(topology.resolve("core_id"));
            if (!core.equals(UNKNOWN)) {
                cores.computeIfAbsent(read(topology.resolve("physical_package_id")) + "/" + core,
                        key -> new ArrayList<>()).add(processor);
            }
        }
        return cores;
    }

    /** The caches of the first processor, and the processors that share them. */
    String caches() {
        if (allowed.isEmpty()) {
            return UNKNOWN;
        }
        List<String> caches = new ArrayList<>();
        Path all = ofProcessor(allowed.getFirst()).resolve("cache");
        for (int i = 0; Files.isDirectory(all.resolve("index" + i)); i++) {
            Path cache = all.resolve("index" + i);
            caches.add("L" + read(cache.resolve("level")) + " " + read(cache.resolve("type")) + " "
                    + read(cache.resolve("size")) + " of " + read(cache.resolve("shared_cpu_list")));
        }
        return caches.isEmpty() ? UNKNOWN : String.join(", ", caches);
    }

    /** The frequency governor of the first processor. */
    String governor() {
        return allowed.isEmpty() ? UNKNOWN : read(ofProcessor(allowed.getFirst()).resolve("cpufreq/scaling_governor"));
    }

    private Path ofProcessor(int number) {
        return processors.resolve("cpu" + number);
    }

    static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
