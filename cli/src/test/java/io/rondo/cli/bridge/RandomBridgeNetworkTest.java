package io.rondo.cli.bridge;

import io.rondo.cli.bridge.BridgeHosts.Running;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A home and a copy of a sequenced topic in network namespaces, over routes that lose, delay and reorder datagrams, each with a
 * media driver in a process of its own. Brokers and drivers are killed at random under load from publishers on both hosts, and
 * the network is interrupted. The publishers and both logs are the ledger. The properties {@code rondo.test.kills} and {@code
 * rondo.test.partition} set the number of kills and the seconds of the interruption.
 */
@Order(1)
@Timeout(1800)
class RandomBridgeNetworkTest {
    private static final int KILLS = Integer.getInteger("rondo.test.kills", 5);
    private static final int PARTITION_SECONDS = Integer.getInteger("rondo.test.partition", 30);
    private static final int HOSTS = 2;
    private static final int MOST_NANOS = 2_000_000_000;
    private static final long PACE_NANOS = 2_000_000;
    private static final int PORT = 40_131;
    private static final int ROUTE_PORT = 40_133;
    private static final List<String> NAMES = List.of("home", "copy");

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path first;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path second;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path drivers;
    @TempDir
    private Path temporary;
    private final long seed = Long.getLong("rondo.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<RondoProcesses> hosts = new ArrayList<>();
    private final List<AutoCloseable> routes = new ArrayList<>();
    private final Process[] driver = new Process[HOSTS];
    private final Running[] broker = new Running[HOSTS];
    private final List<String> killed = new ArrayList<>();
    /** Parts that are killed next: 0 and 1 are the media drivers of the home and the copy, 2 and 3 their brokers. */
    private final List<Integer> next = new ArrayList<>();
    private NetworkNamespaces network;

    @BeforeEach
    void start() throws Exception {
        System.out.println("bridges over a bad network, " + KILLS + " kills and an interruption of " + PARTITION_SECONDS
                + " s: rondo.test.seed=" + seed);
        network = new NetworkNamespaces();
        for (int host = 0; host < HOSTS; host++) {
            hosts.add(new RondoProcesses(temporary).with("RONDO_DIR", host == 0 ? first : second)
                    .with("RONDO_LOG_DIR", temporary.resolve(NAMES.get(host))).withPrefix(network.prefix(host + 1)));
        }
    }

    @AfterEach
    void end() throws Exception {
        if (network != null) {
            hosts.forEach(RondoProcesses::close);
            for (Process process : driver) {
                if (process != null) {
                    process.destroyForcibly().waitFor();
                }
            }
            for (AutoCloseable route : routes) {
                route.close();
            }
            network.close();
        }
    }

    private Path aeron(int host) {
        return drivers.resolve(NAMES.get(host));
    }

    private void startDriver(int host) throws Exception {
        driver[host] = BridgeHosts.driver(network.prefix(host + 1), aeron(host));
    }

    /** The data go from the home to the copy, and the control stream back; each through the route of its sender's host. */
    private void startBroker(int host) throws Exception {
        boolean home = host == 0;
        String data = NetworkNamespaces.uri(home ? 1 : 2, home ? ROUTE_PORT : PORT);
        String control = NetworkNamespaces.uri(home ? 1 : 2, home ? PORT + 1 : ROUTE_PORT);
        Path file = Files.writeString(temporary.resolve(NAMES.get(host) + ".conf"),
                "rondo.aeron.dir = \"" + aeron(host) + "\"\nrondo.bridges = [{ name = " + NAMES.get(host)
                        + ", kind = sequenced, channel = orders, direction = " + (home ? "send" : "receive")
                        + ", stream = 7, control-stream = 8, uri = \"" + data + "\", control-uri = \"" + control
                        + "\" }]\n");
        broker[host] = Running.of(hosts.get(host).start("broker", "--config", file.toString()));
    }

    private ChildJvm startRoute(int host, int port) throws Exception {
        ChildJvm route = ChildJvm.startBy(network.prefix(host), ImpairedRoute.class, NetworkNamespaces.address(host),
                ROUTE_PORT, NetworkNamespaces.address(3 - host), port);
        routes.add(route);
        route.expect("ready");
        return route;
    }

    private void pause() {
        LockSupport.parkNanos(random.nextInt(MOST_NANOS));
    }

    /** Kills a part and starts it again. Each part is killed once before one is killed again. */
    private void kill() throws Exception {
        if (next.isEmpty()) {
            next.addAll(List.of(0, 1, 2, 3));
            Collections.shuffle(next, random);
        }
        int part = next.removeLast();
        int host = part % HOSTS;
        killed.add((part < HOSTS ? "driver of " : "") + NAMES.get(host));
        if (part < HOSTS) {
            driver[host].destroyForcibly().waitFor();
            pause();
            startDriver(host);
        } else {
            broker[host].kill();
            pause();
            startBroker(host);
        }
    }

    @Test
    void nothingIsLostOrRecordedTwiceOverABadNetworkThatIsInterruptedWhileBrokersAndMediaDriversAreKilled()
            throws Exception {
        try {
            List<ChildJvm> impaired = List.of(startRoute(1, PORT), startRoute(2, PORT + 1));
            for (int host = 0; host < HOSTS; host++) {
                startDriver(host);
                startBroker(host);
            }
            broker[0].errors().await("bridge home: a receiver is there");
            broker[1].errors().await("bridge copy: a sender is there");
            try (OrderFeed orders = new OrderFeed(first, second, "orders", PACE_NANOS)) {
                orders.awaitConfirmed();
                for (int i = 0; i < KILLS; i++) {
                    if (i == KILLS / 2) {
                        interrupt();
                    } else {
                        pause();
                        kill();
                    }
                }
                orders.awaitConfirmed();
                for (ChildJvm route : impaired) {
                    route.expect(ImpairedRoute.IMPAIRED);
                }
                orders.end();
                orders.requireIdentical(temporary.resolve("home").resolve("orders"),
                        temporary.resolve("copy").resolve("orders"));
            }
        } catch (Throwable e) {
            List<String> lines = new ArrayList<>();
            for (Running running : broker) {
                lines.addAll(running == null ? List.of() : running.errors().soFar());
            }
            throw new AssertionError("rondo.test.seed=" + seed + ", killed " + killed + ", " + lines, e);
        }
    }

    /** Interrupts the network, and kills a part meanwhile. */
    private void interrupt() throws Exception {
        killed.add("network");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PARTITION_SECONDS);
        network.connect(false);
        pause();
        kill();
        LockSupport.parkNanos(end - System.nanoTime());
        network.connect(true);
    }
}
