package io.rondo.examples.demo;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Runs the trader here and the exchange in a second process, and compares their accounts. Confined to one thread. */
public final class Demo {
    private static final long REPORT_NANOS = 1_000_000_000;
    private static final long JOIN_MILLIS = 5;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Longest time for each phase of round trips, so that a single core does not take minutes. */
    private static final long IDLE_NANOS = 1_000_000_000;
    /** Round trips before the measured ones: the JVM compiles the code. */
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 20_000;
    /** Fewer round trips have no 99th percentile worth reporting. */
    private static final int MINIMUM = 1_000;

    private final long orders;
    private final long requests;
    private final Consumer<String> output;
    private long start;
    private long reportedAt;
    private long reportedSent;
    private long reportedExecuted;

    /**
     * Creates a run.
     *
     * @param orders number of orders, from 1; cancellations come on top
     * @param output takes lines of text, without line ends
     */
    public Demo(long orders, Consumer<String> output) {
        this.orders = orders;
        requests = OrderSource.requests(orders);
        this.output = output;
    }

    /**
     * Trades in a private directory, which is removed at the end.
     *
     * @param parent of that directory
     * @return whether every message arrived, in order and unchanged
     * @throws RondoException if the exchange died or channels cannot be used
     * @throws IOException if the directory or the second process cannot be created
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean run(Path parent) throws IOException, InterruptedException {
        Trader trader = new Trader(requests);
        // The exchange leaves a phase when the phase has no producer, so all producers are there before it starts.
        try (PrivateDirectory directory = new PrivateDirectory(parent);
                Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory.path()).build());
                ExchangeProcess exchange = new ExchangeProcess(directory.path());
                Publisher orders = publisher(rondo, Phase.SATURATED);
                Publisher spinning = publisher(rondo, Phase.SPINNING);
                Publisher parked = publisher(rondo, Phase.PARKED)) {
            exchange.start();
            print("trader pid %d, exchange pid %d, channels in %s", ProcessHandle.current().pid(), exchange.pid(),
                    directory.path());
            double seconds = saturate(rondo, orders, trader, exchange);
            long saturated = trader.sent();
            print("saturated       %,.0f orders/s and as many executions, with the queue always full",
                    saturated / seconds);
            idle(rondo, spinning, Phase.SPINNING, trader, exchange);
            idle(rondo, parked, Phase.PARKED, trader, exchange);
            return conclude(trader, exchange.await(), saturated, seconds);
        }
    }

    private static Publisher publisher(Rondo rondo, Phase phase) {
        return phase.orders(rondo).publisher();
    }

    private static Subscriber subscriber(Rondo rondo, Phase phase) {
        return phase.executions(rondo).subscriber();
    }

    /** Trades at the highest rate, then ends the phase. Returns its duration in seconds. */
    private double saturate(Rondo rondo, Publisher orders, Trader trader, ExchangeProcess exchange)
            throws IOException, InterruptedException {
        try (orders; Subscriber executions = subscriber(rondo, Phase.SATURATED)) {
            awaitExchange(orders, exchange);
            trader.use(orders, executions);
            trade(trader);
            return seconds(start);
        }
    }

    /** Measures round trips with one order at a time, then ends the phase. */
    private void idle(Rondo rondo, Publisher orders, Phase phase, Trader trader, ExchangeProcess exchange)
            throws IOException, InterruptedException {
        RoundTrips trips = new RoundTrips();
        try (orders; Subscriber executions = subscriber(rondo, phase)) {
            awaitExchange(orders, exchange);
            trader.use(orders, executions);
            long deadline = System.nanoTime() + IDLE_NANOS;
            long duration = 0;
            for (int i = 0; duration >= 0 && trips.count() < MEASURED && System.nanoTime() < deadline; i++) {
                duration = trader.roundTrip();
                if (duration >= 0 && (i >= WARM_UP || deadline - System.nanoTime() < IDLE_NANOS / 2)) {
                    trips.add(duration);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        if (trips.count() < MINIMUM) {
            print("idle, %-9s no round trip: other programs keep the processors busy (%,d orders in 1 s)",
                    phase.label(), trips.count());
        } else {
            print("idle, %-9s round trip %s: %,d orders, one at a time, %s", phase.label(), trips, trips.count(),
                    phase.meaning());
        }
    }

    private static void awaitExchange(Publisher publisher, ExchangeProcess exchange)
            throws IOException, InterruptedException {
        while (publisher.consumers() == 0) {
            if (!exchange.isAlive()) {
                exchange.await();
                throw new RondoException("the exchange ended before it began: run the demo again");
            }
            Thread.sleep(JOIN_MILLIS);
        }
    }

    private void trade(Trader trader) throws InterruptedException {
        start = System.nanoTime();
        reportedAt = start;
        while (trader.step()) {
            long now = System.nanoTime();
            if (now - reportedAt >= REPORT_NANOS) {
                report(trader, now);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void report(Trader trader, long now) {
        double seconds = (now - reportedAt) / NANOS_PER_SECOND;
        print("%3.0f s  %,10.0f orders/s  %,10.0f executions/s", seconds(start),
                (trader.sent() - reportedSent) / seconds, (trader.executed() - reportedExecuted) / seconds);
        reportedAt = now;
        reportedSent = trader.sent();
        reportedExecuted = trader.executed();
    }

    private boolean conclude(Trader trader, Account exchange, long saturated, double seconds) {
        Account account = trader.account();
        long lost = account.lostWith(exchange);
        boolean agree = account.agreesWith(exchange);
        print("%,d orders, %,d cancels, %,d executions in %.1f s, then %,d idle round trips: checksums %s, lost %d",
                Math.min(orders, saturated), Math.max(0, saturated - orders), saturated, seconds,
                trader.sent() - saturated, agree ? "agree" : "DIFFER", lost);
        return lost == 0 && agree && saturated == requests && exchange.sent() == account.sent();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / NANOS_PER_SECOND;
    }

    private void print(String format, Object... values) {
        output.accept(String.format(Locale.ROOT, format, values));
    }
}
