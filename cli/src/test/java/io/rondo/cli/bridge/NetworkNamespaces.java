package io.rondo.cli.bridge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Two network namespaces, joined by a veth pair, as hosts with a network of their own. Skips the test where impossible. */
final class NetworkNamespaces implements AutoCloseable {
    /** Addresses for documentation, which no network of the machine has. */
    private static final String NETWORK = "198.51.100.";

    private final String id = "rondo" + ProcessHandle.current().pid() + "x"
            + Long.toHexString(System.nanoTime() & 0xffff);

    /** Creates both; needs root. */
    NetworkNamespaces() {
        assumeTrue(run("ip", "netns", "add", name(1)) == 0,
                "skipped: ip netns add fails: it needs root, iproute2 and a kernel with network namespaces");
        try {
            boolean joined = run("ip", "netns", "add", name(2)) == 0
                    && run("ip", "link", "add", "veth1", "netns", name(1), "type", "veth", "peer", "name", "veth2",
                            "netns", name(2)) == 0
                    && up(1) && up(2);
            assumeTrue(joined, "skipped: the kernel has no veth pairs");
            awaitUp(1);
            awaitUp(2);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean up(int host) {
        return run(in(host, "ip", "address", "add", address(host) + "/24", "dev", "veth" + host)) == 0
                && run(in(host, "ip", "link", "set", "lo", "up")) == 0 && link(host, "up");
    }

    /** The kernel reports the state a little later, and Aeron refuses an interface that is down. */
    private void awaitUp(int host) {
        Watchdog.await("veth" + host,
                () -> run(in(host, "grep", "-q", "up", "/sys/class/net/veth" + host + "/operstate")) == 0);
    }

    private boolean link(int host, String state) {
        return run(in(host, "ip", "link", "set", "veth" + host, state)) == 0;
    }

    private String[] in(int host, String... command) {
        return Stream.concat(prefix(host).stream(), Stream.of(command))
                .toArray(String[]::new);
    }

    private String name(int host) {
        return id + "-" + host;
    }

    /** Returns what runs a command on host 1 or 2. */
    List<String> prefix(int host) {
        return List.of("ip", "netns", "exec", name(host));
    }

    /** Returns the address of host 1 or 2. */
    static String address(int host) {
        return NETWORK + host;
    }

    /** Returns the Aeron channel to an endpoint of a host. */
    static String uri(int host, int port) {
        return "aeron:udp?endpoint=" + address(host) + ":" + port + "|interface=" + NETWORK + "0/24";
    }

    /** Interrupts the network, or mends it. */
    void connect(boolean connected) {
        if (!link(1, connected ? "up" : "down")) {
            throw new AssertionError("cannot change the state of veth1");
        }
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            // The program is not installed.
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        // The pair goes with its namespaces.
        run("ip", "netns", "delete", name(1));
        run("ip", "netns", "delete", name(2));
    }
}
