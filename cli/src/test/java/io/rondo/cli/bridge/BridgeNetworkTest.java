package io.rondo.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.bridge.BridgeHosts.Running;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.cli.support.SharedData;
import io.rondo.cli.support.TopicFeed;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.core.segment.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bridges between hosts with networks of their own. */
@Order(1)
@Timeout(600)
class BridgeNetworkTest {
    private static final Pattern PUBLISHED = Pattern
            .compile("published (\\d+) messages, (\\d+) missing in \\d+ gaps?, 0 arrived twice, 0 dropped");
    private static final int PORT = 40_123;
    private static final int ROUTE_PORT = 40_125;
    private static final long PACE_NANOS = 500_000;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path first;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path second;
    @TempDir
    private Path temporary;
    private NetworkNamespaces network;
    private RondoProcesses here;
    private RondoProcesses there;

    @BeforeEach
    void start() throws Exception {
        network = new NetworkNamespaces();
        here = new RondoProcesses(temporary).with("RONDO_DIR", first).withPrefix(network.prefix(1));
        there = new RondoProcesses(temporary).with("RONDO_DIR", second).withPrefix(network.prefix(2));
    }

    @AfterEach
    void end() throws Exception {
        if (here != null) {
            here.close();
            there.close();
            network.close();
        }
    }

    private static Running receive(RondoProcesses host, String topic, int number, int port) throws Exception {
        Running running = Running.of(host.start("bridge", topic, "--from", NetworkNamespaces.uri(number, port),
                "--stream", BridgeHosts.STREAM));
        running.errors().await("bound to " + NetworkNamespaces.address(number));
        return running;
    }

    private static Running send(RondoProcesses host, String topic, int to, int port) throws Exception {
        Running running = Running.of(host.start("bridge", topic, "--to", NetworkNamespaces.uri(to, port), "--stream",
                BridgeHosts.STREAM, "--capacity", "16m"));
        running.errors().await("a receiver is there");
        return running;
    }

    @Test
    void marketDataArrivesByteForByteInBothDirections() throws Exception {
        String capture = SharedData.capture().toString();
        Running toThere = receive(there, "md.a", 2, PORT);
        Running toHere = receive(here, "md.b", 1, PORT);
        Process subThere = there.start(temporary.resolve("a.there"), "sub", "md.a", "--count", "10000", "--format",
                "hex");
        Process subHere = here.start(temporary.resolve("b.here"), "sub", "md.b", "--count", "10000", "--format", "hex");
        BridgeHosts.awaitParticipants(second, "md.a", Role.CONSUMER, 1);
        BridgeHosts.awaitParticipants(first, "md.b", Role.CONSUMER, 1);
        List<Running> bridges = List.of(toThere, toHere, send(here, "md.a", 2, PORT), send(there, "md.b", 1, PORT));
        Process pubHere = here.start("pub", "md.a", "--kind", "topic", "--format", "pcap", "--await", "1", capture);
        Process pubThere = there.start("pub", "md.b", "--kind", "topic", "--format", "pcap", "--await", "1", capture);
        for (Process process : List.of(pubHere, pubThere, subHere, subThere)) {
            assertThat(process.waitFor()).isZero();
        }

        List<String> sent = SharedData.hexPayloads();
        assertThat(Files.readAllLines(temporary.resolve("a.there"))).isEqualTo(sent);
        assertThat(Files.readAllLines(temporary.resolve("b.here"))).isEqualTo(sent);
        for (Running bridge : bridges) {
            bridge.terminate();
        }
    }

    @Test
    void eachMessageBeforeAndAfterAPartitionArrivedOnceOrIsCountedAsMissing() throws Exception {
        Running receive = receive(there, "feed", 2, PORT);
        Running send = send(here, "feed", 2, PORT);
        try (TopicFeed feed = new TopicFeed(first, "feed", 100, 100_000); Ledger ledger = new Ledger(second, "feed")) {
            feed.awaitMore(100);
            ledger.until(feed.published());
            network.connect(false);
            send.errors().await("no receiver answers");
            feed.awaitMore(1000);
            network.connect(true);
            ledger.until(feed.published());
            ledger.until(feed.end());

            Matcher summary = PUBLISHED.matcher(receive.terminate().getLast());
            assertThat(summary.find()).isTrue();
            assertThat(Long.parseLong(summary.group(1))).isEqualTo(ledger.count());
            assertThat(Long.parseLong(summary.group(2))).isEqualTo(ledger.range() - ledger.count());
        }
        send.terminate();
    }

    private Running broker(RondoProcesses host, String name, String direction, String uri, String controlUri)
            throws Exception {
        Path file = temporary.resolve(name + ".conf");
        Files.writeString(file,
                "rondo.bridges = [{ name = " + name + ", kind = sequenced, channel = orders, direction = " + direction
                        + ", stream = 7, control-stream = 8"
                        + ", uri = \"" + uri + "\", control-uri = \"" + controlUri + "\" }]\n");
        return Running.of(host.with("RONDO_LOG_DIR", temporary.resolve(name)).start("broker", "--config",
                file.toString()));
    }

    /** Starts a route of a host's datagrams to an endpoint of the other, beside the port that it would use. */
    private ChildJvm route(int host, int to, int port) throws Exception {
        ChildJvm route = ChildJvm.startBy(network.prefix(host), ImpairedRoute.class, NetworkNamespaces.address(host),
                ROUTE_PORT, NetworkNamespaces.address(to), port);
        route.expect("ready");
        return route;
    }

    @Test
    void marketDataArrivesByteForByteOverANetworkThatLosesDelaysAndReorders() throws Exception {
        Running receive = receive(there, "md", 2, PORT);
        Process sub = there.start(temporary.resolve("there"), "sub", "md", "--count", "10000", "--format", "hex");
        BridgeHosts.awaitParticipants(second, "md", Role.CONSUMER, 1);
        try (ChildJvm route = route(1, 2, PORT)) {
            Running send = send(here, "md", 1, ROUTE_PORT);
            Process pub = here.start("pub", "md", "--kind", "topic", "--format", "pcap", "--await", "1",
                    SharedData.capture().toString());
            for (Process process : List.of(pub, sub)) {
                assertThat(process.waitFor()).isZero();
            }
            route.expect(ImpairedRoute.IMPAIRED);
            send.terminate();
        }
        assertThat(Files.readAllLines(temporary.resolve("there"))).isEqualTo(SharedData.hexPayloads());
        receive.terminate();
    }

    @Test
    void theCopyIsIdenticalToItsHomeOverANetworkThatLosesDelaysAndReorders() throws Exception {
        try (ChildJvm data = route(1, 2, PORT); ChildJvm control = route(2, 1, PORT + 1)) {
            Running home = broker(here, "home", "send", NetworkNamespaces.uri(1, ROUTE_PORT),
                    NetworkNamespaces.uri(1, PORT + 1));
            Running copy = broker(there, "copy", "receive", NetworkNamespaces.uri(2, PORT),
                    NetworkNamespaces.uri(2, ROUTE_PORT));
            home.errors().await("bridge home: a receiver is there");
            copy.errors().await("bridge copy: a sender is there");
            try (OrderFeed orders = new OrderFeed(first, second, "orders", PACE_NANOS)) {
                data.expect(ImpairedRoute.IMPAIRED);
                control.expect(ImpairedRoute.IMPAIRED);
                orders.awaitConfirmed();
                orders.end();
                orders.requireIdentical(temporary.resolve("home").resolve("orders"),
                        temporary.resolve("copy").resolve("orders"));
            }
            copy.terminate();
            home.terminate();
        }
    }
}
