package io.rondo.perf.cli;

import io.rondo.perf.report.ScaleTable;
import io.rondo.perf.scale.BridgeCosts;
import io.rondo.perf.scale.Deployment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo perf scale}: estimates what bridges between many hosts cost, and simulates them. */
@Command(name = "scale", sortOptions = false,
        description = "Estimates the cores that bridges between many hosts use, from measured costs, and simulates the hosts. "
                + "Measures nothing.")
final class ScaleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--hosts", paramLabel = "N", description = "Number of hosts (default: ${DEFAULT-VALUE}).",
            defaultValue = "100")
    private int hosts;

    @Option(names = "--channels", paramLabel = "N",
            description = "Channels that each host sends (default: ${DEFAULT-VALUE}).", defaultValue = "10")
    private int channels;

    @Option(names = "--receivers", paramLabel = "N",
            description = "Other hosts that receive each channel (default: ${DEFAULT-VALUE}).", defaultValue = "3")
    private int receivers;

    @Option(names = "--rate", paramLabel = "N",
            description = "Messages of each channel per second (default: ${DEFAULT-VALUE}).",
            defaultValue = "1000")
    private double rate;

    @Option(names = "--length", paramLabel = "N", description = "Bytes of a message (default: ${DEFAULT-VALUE}).",
            defaultValue = "32")
    private int length;

    @Option(names = "--multicast", description = "A datagram reaches all receivers (default: one for each).")
    private boolean multicast;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() {
        Deployment deployment;
        try {
            deployment = new Deployment(hosts, channels, receivers, rate, length, multicast);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        spec.commandLine().getOut().print(ScaleTable.of(List.of(deployment), BridgeCosts.MEASURED)
                .text(ReportTerminal.of(ReportTerminal.OUT).style(System.getenv())));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
