package io.rondo.cli.support;

import io.rondo.cli.RondoCommand;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.StopSignal;
import io.rondo.cli.runtime.Terminal;
import io.rondo.client.RondoConfig;
import io.rondo.client.connect.ChannelRondo;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads the classes of brokers, bridges, logs and sockets, for the class cache of the processes of tests: {@code directory}. It
 * runs commands in {@code RONDO_DIR}, which is a directory of its own.
 */
final class ServerTraining {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private ServerTraining() {}

    /** Runs the commands. */
    public static void main(String[] arguments) throws Exception {
        Path configuration = Files.writeString(Path.of(arguments[0]).resolve("broker.conf"), bridges());
        Background broker = Background.start("broker", "--config", configuration.toString());
        while (execute(new StopSignal(), "broker", "status") != 0) {
            if (!broker.thread().isAlive()) {
                throw new IllegalStateException("the broker has ended");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        run("pub", "orders", "--kind", "sequenced", "--transport", "socket", "--message", "text");
        run("sub", "orders", "--kind", "sequenced", "--transport", "socket", "--from", "earliest", "--count", "1");
        Background.start("sub", "queue", "--count", "1");
        run("pub", "queue", "--transport", "socket", "--await", "1", "--message", "text");
        Background.start("sub", "topic", "--kind", "topic", "--transport", "socket", "--count", "1");
        run("pub", "topic", "--kind", "topic", "--transport", "socket", "--await", "1", "--message", "text");
        broker.end();
        System.exit(0);
    }

    private static String bridges() throws Exception {
        return "rondo.bridges = [" + bridge("sent", "send") + "," + bridge("received", "receive") + "]\n";
    }

    private static String bridge(String channel, String direction) throws Exception {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return "{ name = " + channel + ", channel = " + channel + ", direction = " + direction
                    + ", stream = 7, uri = \"aeron:udp?endpoint=localhost:" + free.getLocalPort() + "\" }";
        }
    }

    /** A command in a thread of its own. */
    private record Background(Thread thread, CompletableFuture<StopSignal> stop) {
        static Background start(String... words) {
            CompletableFuture<StopSignal> stop = new CompletableFuture<>();
            return new Background(Thread.ofPlatform().daemon().start(() -> {
                StopSignal own = new StopSignal();
                stop.complete(own);
                execute(own, words);
            }), stop);
        }

        void end() throws Exception {
            stop.get().request();
            thread.join();
        }
    }

    private static void run(String... words) {
        int code = execute(new StopSignal(), words);
        if (code != 0) {
            throw new IllegalStateException("'" + String.join(" ", words) + "' ended with " + code);
        }
    }

    private static int execute(StopSignal stop, String... words) {
        CommandContext context = new CommandContext(RondoConfig::load, ChannelRondo::open,
                Channels.newChannel(new ByteArrayInputStream(new byte[0])), OutputStream.nullOutputStream(),
                Terminal.NONE, stop);
        return RondoCommand.commandLine(context, words).execute(words);
    }
}
