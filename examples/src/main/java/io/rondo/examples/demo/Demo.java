package io.rondo.examples.demo;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.core.RondoException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Runs the trader here and the exchange in a second process, and compares what they saw. Confined to one thread. */
public final class Demo {
    private static final long REPORT_NANOS = 1_000_000_000;
    private static final long JOIN_MILLIS = 5;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    private final long orders;
    private final long requests;
    private final Consumer<String> output;
    private long start;
    private long reportedAt;
    private long reportedSent;
    private long reportedExecuted;
    private int reportedTrips;

    /**
     * Creates a run.
     *
     * @param orders how many, from 1; some are cancelled on top of that
     * @param output takes lines as they come
     */
    public Demo(long orders, Consumer<String> output) {
        this.orders = orders;
        requests = OrderSource.requests(orders);
        this.output = output;
    }

    /**
     * Trades, in a directory of its own that is removed at the end.
     *
     * @param parent where that directory is made
     * @return whether everything arrived, in order and unchanged
     * @throws RondoException if the exchange died or channels cannot be used
     * @throws IOException if the directory or the second process cannot be created
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean run(Path parent) throws IOException, InterruptedException {
        try (PrivateDirectory directory = new PrivateDirectory(parent);
                Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory.path()).build());
                Subscriber executions = rondo.subscriber(Channels.EXECUTIONS, Channels.executions());
                ExchangeProcess exchange = new ExchangeProcess(directory.path(), requests)) {
            Trader trader;
            double seconds;
            // Closed before the exchange is waited for: one that misses requests learns that no more will come.
            try (Publisher publisher = rondo.publisher(Channels.ORDERS, Channels.orders())) {
                trader = new Trader(publisher, executions, requests);
                exchange.start();
                print("trader pid %d, exchange pid %d, channels in %s", ProcessHandle.current().pid(), exchange.pid(),
                        directory.path());
                awaitExchange(publisher, exchange);
                trade(trader);
                seconds = seconds(start);
            }
            return conclude(trader, exchange.await(), seconds);
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
        print("%3.0f s  %,10.0f orders/s  %,10.0f executions/s  round trip median %,.0f us", seconds(start),
                (trader.sent() - reportedSent) / seconds, (trader.executed() - reportedExecuted) / seconds,
                trader.roundTrips().median(reportedTrips) / NANOS_PER_MICRO);
        reportedAt = now;
        reportedSent = trader.sent();
        reportedExecuted = trader.executed();
        reportedTrips = trader.roundTrips().count();
    }

    private boolean conclude(Trader trader, Account exchange, double seconds) {
        Account account = trader.account();
        long lost = account.lostWith(exchange);
        boolean agree = account.agreesWith(exchange);
        print("%,d orders, %,d cancels, %,d executions in %.1f s: %,.0f orders/s, round trip median %,.0f us, "
                + "checksums %s, lost %d", Math.min(orders, trader.sent()), Math.max(0, trader.sent() - orders),
                trader.executed(), seconds, trader.sent() / seconds, trader.roundTrips().median(0) / NANOS_PER_MICRO,
                agree ? "agree" : "DIFFER", lost);
        return lost == 0 && agree && account.sent() == requests && exchange.sent() == requests;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / NANOS_PER_SECOND;
    }

    private void print(String format, Object... values) {
        output.accept(String.format(Locale.ROOT, format, values));
    }
}
