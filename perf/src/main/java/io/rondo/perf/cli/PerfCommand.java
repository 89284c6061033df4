package io.rondo.perf.cli;

import io.rondo.cli.option.DurationConverter;
import io.rondo.cli.option.SizeConverter;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.StopSignal;
import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Plan;
import io.rondo.perf.measure.Run;
import io.rondo.perf.measure.Scenario;
import io.rondo.perf.report.HtmlReport;
import io.rondo.perf.report.JsonReport;
import io.rondo.perf.report.MarkdownReport;
import io.rondo.perf.soak.SoakOptions;
import io.rondo.perf.worker.CapturedMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo perf}: the options. */
@Command(name = "rondo perf", sortOptions = false,
        header = "Measures Rondo and its competitors side by side.",
        description = {"", "Tables go to standard output, the bars last; progress goes to standard error. "
                + "Without --json and --html it writes rondo-perf.json and rondo-perf.html into the current directory."},
        customSynopsis = {"rondo perf [--quick | --full] [--scenario NAME,..] [--peers NAME,..] [OPTIONS]",
            "       rondo perf compare BEFORE.json AFTER.json",
            "       rondo perf scale [--hosts N] [--channels N] [--receivers N] [--rate N] [--length N] [--multicast]"},
        commandListHeading = "%nCommands:%n",
        footer = {"",
            "Exit codes: 0 done, also when bars are missed; 1 Rondo failed or nothing could be measured; 2 usage; "
                    + "130 and 143 after SIGINT and SIGTERM."})
public final class PerfCommand implements Callable<Integer> {
    private static final String JSON = "rondo-perf.json";
    private static final String HTML = "rondo-perf.html";
    private static final int LEAST_CAPACITY = 1 << 12;
    /** Histograms record latencies of up to two minutes. */
    private static final Duration LONGEST_SLICE = Duration.ofMinutes(1);
    private static final Set<String> OF_SOAK = Set.of("--scenario", "--minutes");

    private final Runner runner;
    private final Finish finish;

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Extent extent;

    @Option(names = "--scenario", split = ",", paramLabel = "NAME", converter = ScenarioConverter.class,
            description = "latency, throughput, capacity, wake, fanout, mixed, replay, broker, bridge, patterns, soak: one or several "
                    + "(default: all of the run's extent). soak kills and restarts producers and checks every message.")
    private List<Scenario> scenarios = List.of();

    @Option(names = "--sizes", split = ",", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "Message lengths, such as 8,32,1k,64k,1m, for round trips, one way, fan-out, "
                    + "calls and work queues; multiples of 8.")
    private List<Integer> sizes = List.of();

    @Option(names = "--peers", split = ",", paramLabel = "NAME", completionCandidates = CompetitorNames.class,
            description = "Competitors: ${COMPLETION-CANDIDATES}. Rondo's own configurations are added unless one of them is "
                    + "named.")
    private List<String> competitors = List.of();

    @Option(names = "--rounds", paramLabel = "N",
            description = "Counted rounds (default: 9; --quick 7, --full 11).")
    private Integer rounds;

    @Option(names = "--warmups", paramLabel = "N",
            description = "Rounds before the counted ones (default: 3; --full 4).")
    private Integer warmups;

    @Option(names = "--slice", paramLabel = "TIME", converter = DurationConverter.class,
            description = "Time for which each competitor runs per round, up to 1m (default: 200ms; --quick 100ms, --full 300ms).")
    private Duration slice;

    @Option(names = "--capacity", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "Memory of every channel, a power of two (default: the default of each product, or that of Rondo where a "
                    + "product has none); at least for 8 messages.")
    private Integer capacity;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every sample as JSON.")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts.")
    private Path html;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write a page of Markdown.")
    private Path markdown;

    @Option(names = "--pcap", paramLabel = "FILE", description = "The capture to replay.")
    private Path pcap;

    @Option(names = "--speed", paramLabel = "X",
            description = "Factor of the recorded speed (default: 1).")
    private Double speed;

    @Option(names = "--minutes", paramLabel = "N",
            description = "Duration of the soak (default: 10; fractions allowed).")
    private Double minutes;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    /** The names of all competitors. */
    private static final class CompetitorNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(CompetitorType.values()).map(CompetitorType::label).iterator();
        }
    }

    /** The extent of a run; without an option it is between the two. */
    private static final class Extent {
        @Option(names = "--quick",
                description = "Every bar but those of broker and patterns, few short rounds, the strongest competitors: 2 to 4 "
                        + "minutes.")
        private boolean quick;

        @Option(names = "--full", description = "Every competitor at every point: long.")
        private boolean full;
    }

    private PerfCommand(Runner runner, Finish finish) {
        this.runner = runner;
        this.finish = finish;
    }

    /** The whole command line, ready to execute; it writes nothing after {@code finish} was stopped. */
    public static CommandLine commandLine(Runner runner, Finish finish) {
        ErrorReporter errors = new ErrorReporter(new StopSignal());
        return new CommandLine(new PerfCommand(runner, finish)).addSubcommand(new CompareCommand())
                .addSubcommand(new ScaleCommand())
                .setParameterExceptionHandler(errors).setExecutionExceptionHandler((failure, line, parsed) -> {
                    finish.output(() -> errors.handleExecutionException(failure, line, parsed));
                    return ExitCode.FAILED;
                });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean soaks = scenarios.contains(Scenario.SOAK);
        if (minutes != null && !soaks) {
            throw usage("--minutes " + minutes + ": give --scenario soak, or leave it out");
        }
        Duration soak = soakTime();
        if (soaks && measured().isEmpty()) {
            refuseIdleOptions();
        }
        checkNumbers();
        List<Plan> plans = plans(capture());
        int code = ExitCode.OK;
        if (!plans.isEmpty()) {
            String command = "./rondo perf" + spec.commandLine().getParseResult().originalArgs().stream()
                    .map(PerfCommand::quoted).collect(Collectors.joining());
            code = new Session(plans, outputs(command), command, spec.commandLine().getOut(),
                    spec.commandLine().getErr()).run(runner, finish);
        }
        if (soaks) {
            code = runner.soak(soak) ? code : ExitCode.FAILED;
        }
        return code;
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./,:=-]+") ? " " + argument : " '" + argument.replace("'", "'\\''") + "'";
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Duration soakTime() {
        try {
            return SoakOptions.minutes(minutes == null ? SoakOptions.DEFAULT_MINUTES : minutes);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    /** All scenarios but the soak. */
    private List<Scenario> measured() {
        return scenarios.stream().filter(scenario -> scenario != Scenario.SOAK).distinct().toList();
    }

    private void refuseIdleOptions() {
        spec.commandLine().getParseResult().matchedOptions().stream().map(OptionSpec::longestName)
                .filter(name -> !OF_SOAK.contains(name)).findFirst().ifPresent(name -> {
                    throw usage(name + " has no effect on soak: leave it out, or add another scenario");
                });
    }

    private void checkNumbers() {
        if (rounds != null && rounds < 1) {
            throw usage("--rounds " + rounds + ": give 1 or more");
        }
        if (warmups != null && warmups < 0) {
            throw usage("--warmups " + warmups + ": give 0 or more");
        }
        if (slice != null && (slice.isZero() || slice.compareTo(LONGEST_SLICE) > 0)) {
            throw usage("--slice " + slice.toMillis() + "ms: give 1ms to 1m");
        }
        if (capacity != null && (capacity < LEAST_CAPACITY || Integer.bitCount(capacity) != 1)) {
            throw usage("--capacity " + capacity + ": give a power of two from 4k");
        }
    }

    /** The capture to replay; null if none is named. */
    private Capture capture() throws IOException {
        if (speed != null && (pcap == null || !(speed > 0) || speed.isInfinite())) {
            throw usage("--speed " + speed + ": give a factor above 0, and --pcap FILE");
        }
        if (pcap == null) {
            if (scenarios.contains(Scenario.REPLAY)) {
                throw usage("--scenario replay needs a capture: give --pcap FILE");
            }
            return null;
        }
        if (!scenarios.isEmpty() && !scenarios.contains(Scenario.REPLAY)) {
            throw usage("--pcap " + pcap + ": no scenario uses it: add replay to --scenario");
        }
        if (Files.isDirectory(pcap)) {
            throw new IOException(pcap + " is a directory: give a capture to --pcap");
        }
        if (!Files.exists(pcap)) {
            throw new NoSuchFileException(pcap.toString());
        }
        Capture capture = new Capture(pcap.toAbsolutePath(), speed == null ? 1 : speed);
        CapturedMessages.check(capture);
        return capture;
    }

    private List<Plan> plans(Capture capture) {
        if (measured().isEmpty() && !scenarios.isEmpty()) {
            return List.of();
        }
        Profile profile = extent == null ? Profile.STANDARD : extent.quick ? Profile.QUICK : Profile.FULL;
        try {
            competitors.forEach(CompetitorType::of);
            return new Request(profile, measured(), sizes, competitors, rounds, warmups, slice,
                    capacity == null ? 0 : capacity, capture)
                    .plans();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Output> outputs(String command) {
        boolean byDefault = json == null && html == null;
        List<Output> outputs = Stream.of(output(byDefault ? Path.of(JSON) : json, "--json", JsonReport::of),
                output(byDefault ? Path.of(HTML) : html, "--html", HtmlReport::of),
                output(markdown, "--markdown", run -> MarkdownReport.of(run, command))).flatMap(Optional::stream)
                .toList();
        Map<Path, String> options = new HashMap<>();
        for (Output output : outputs) {
            ResultFile file = output.file();
            String other = file.isDevice()
                    ? null
                    : options.put(file.path().toAbsolutePath().normalize(), file.option());
            if (other != null) {
                throw usage(file.option() + " " + file.path() + ": " + other + " has the same file: give another one");
            }
        }
        return outputs;
    }

    private static Optional<Output> output(Path path, String option, Function<Run, String> format) {
        return Optional.ofNullable(path).map(file -> new Output(new ResultFile(file, option), format));
    }
}
