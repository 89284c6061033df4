package io.rondo.perf.report;

import io.rondo.perf.scale.BridgeCosts;
import io.rondo.perf.scale.Deployment;
import io.rondo.perf.scale.Simulation;
import io.rondo.perf.scale.ThreadUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Deployments with bridges: what is estimated, and what a simulation shows. */
public final class ScaleTable {
    private static final List<String> HEADER = List.of("hosts", "channels", "receivers", "rate", "datagrams", "batch",
            "send", "driver", "receive", "simulated batch", "simulated send", "simulated driver", "simulated receive",
            "delivered", "p50", "p99");
    /** Received messages, of which the second half counts. */
    private static final double MESSAGES = 100_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(150);
    private static final long SEED = 1;

    private final ReportTable table;

    private ScaleTable(ReportTable table) {
        this.table = table;
    }

    /** Estimates and simulates each deployment; the same numbers each time. */
    public static ScaleTable of(List<Deployment> deployments, BridgeCosts costs) {
        return new ScaleTable(new ReportTable(HEADER, HEADER.stream().map(column -> true).toList(),
                deployments.stream().map(deployment -> row(deployment, costs)).toList()));
    }

    /** Simulates as long as it takes to see enough messages. */
    static Simulation.Result simulate(Deployment deployment, BridgeCosts costs) {
        double seconds = MESSAGES / (deployment.received() * deployment.hosts());
        long nanos = Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
        Duration length = Duration.ofNanos(Math.clamp(nanos, SHORTEST.toNanos(), LONGEST.toNanos()));
        return new Simulation(deployment, costs, SEED).run(length);
    }

    private static List<String> row(Deployment deployment, BridgeCosts costs) {
        ThreadUse estimate = ThreadUse.of(deployment, costs);
        Simulation.Result seen = simulate(deployment, costs);
        List<String> row = new ArrayList<>(List.of(Integer.toString(deployment.hosts()),
                Integer.toString(deployment.channels()), Integer.toString(deployment.receivers()),
                Quantity.roundRate(Math.round(deployment.rate())), deployment.multicast() ? "multicast" : "unicast"));
        row.add(Quantity.digits(estimate.batch()));
        for (double use : List.of(estimate.send(), estimate.driver(), estimate.receive())) {
            row.add(Quantity.percent(use));
        }
        row.add(Quantity.digits(seen.batch()));
        for (double use : List.of(seen.send(), seen.driver(), seen.receive(), seen.delivered())) {
            row.add(Quantity.percent(use));
        }
        row.add(Quantity.nanos(seen.median()));
        row.add(Quantity.nanos(seen.tail()));
        return row;
    }

    /** The table as text. */
    public String text(TextStyle style) {
        return table.text(style);
    }

    /** The table in Markdown. */
    public String markdown() {
        return table.markdown();
    }
}
