package io.rondo.perf.worker;

import io.rondo.perf.measure.Sample;
import io.rondo.perf.measure.Scenario;
import io.rondo.perf.measure.Side;
import io.rondo.perf.peer.Peer;
import io.rondo.perf.peer.PeerSettings;
import io.rondo.perf.peer.PeerType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One measured process. Arguments: peer, scenario, side, directory, capacity, message length. It prints {@code ready}, then
 * answers each line {@code run MILLIS} with {@code ok} and its figures, and ends with its standard input. On failure it prints
 * {@code error} and the reason, and the stack trace to standard error.
 */
public final class Worker {
    private static final String FORWARD = "forward";
    private static final String BACK = "back";

    private final Peer peer;
    private final Slice slice;
    private final String who;
    private final Watchdog watchdog = new Watchdog();

    private Worker(Peer peer, Slice slice, String who) {
        this.peer = peer;
        this.slice = slice;
        this.who = who;
    }

    /** Runs until standard input ends. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        try {
            serve(arguments, out);
        } catch (Throwable e) { // an OutOfMemoryError must reach the harness, too
            e.printStackTrace();
            reply(out, "error " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void serve(String[] arguments, PrintStream out) throws IOException {
        PeerType type = PeerType.of(arguments[0]);
        Scenario scenario = Scenario.valueOf(arguments[1]);
        Side side = Side.valueOf(arguments[2]);
        PeerSettings settings = new PeerSettings(Path.of(arguments[3]), Integer.parseInt(arguments[4]),
                scenario == Scenario.THROUGHPUT, side == Side.LEADER);
        Payload payload = new Payload(Integer.parseInt(arguments[5]));
        try (Peer peer = type.open(settings)) {
            Slice slice = scenario == Scenario.LATENCY ? roundTrip(peer, side, payload) : oneWay(peer, side, payload);
            peer.pause();
            new Worker(peer, slice, type.label() + " " + side).obey(out);
        }
    }

    private static Slice roundTrip(Peer peer, Side side, Payload payload) {
        return side == Side.LEADER
                ? new PingPong(peer, FORWARD, BACK, payload)
                : new Echo(peer, BACK, FORWARD, payload);
    }

    private static Slice oneWay(Peer peer, Side side, Payload payload) {
        return side == Side.LEADER ? new Producer(peer, FORWARD, payload) : new Consumer(peer, FORWARD, payload);
    }

    private void obey(PrintStream out) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        reply(out, "ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.startsWith("run ")) {
                throw new IllegalArgumentException("'" + line + "': expected run MILLIS");
            }
            reply(out, "ok " + run(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(line.substring(4)))));
        }
    }

    private static void reply(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }

    private Sample run(long nanos) {
        Runnable done = watchdog.start(nanos, who);
        peer.resume();
        try {
            return slice.run(nanos);
        } finally {
            peer.pause();
            done.run();
        }
    }
}
