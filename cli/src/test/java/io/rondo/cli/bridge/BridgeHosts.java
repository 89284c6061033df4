package io.rondo.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.support.ErrorLines;
import io.rondo.cli.support.Installation;
import io.rondo.cli.support.RondoProcesses;
import io.rondo.client.support.Watchdog;
import io.rondo.core.SegmentException;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Directories of channels as on hosts of their own, with the processes of each. */
final class BridgeHosts implements AutoCloseable {
    static final String STREAM = "7";
    private static final Pattern BOUND = Pattern.compile("bound to 127\\.0\\.0\\.1:(\\d+)");

    private final RondoProcesses here;
    private final RondoProcesses there;

    BridgeHosts(Path temporary, Path source, Path target) throws IOException, InterruptedException {
        here = new RondoProcesses(temporary).with("RONDO_DIR", source);
        there = new RondoProcesses(temporary).with("RONDO_DIR", target);
    }

    /** Processes of the host that sends. */
    RondoProcesses source() {
        return here;
    }

    /** Processes of the host that receives. */
    RondoProcesses target() {
        return there;
    }

    /** A bridge, and what it writes to standard error. */
    record Running(Process process, ErrorLines errors) {
        static Running of(Process process) {
            return new Running(process, new ErrorLines(process));
        }

        /** Ends it in order. */
        List<String> terminate() throws Exception {
            RondoProcesses.signal(process, "TERM");
            assertThat(process.waitFor()).isEqualTo(143);
            return errors.all();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    /** Receives at a port; 0 chooses a free one. */
    Running receive(String channel, int port, String... options) throws IOException {
        Running running = Running.of(there.start(arguments(channel, "--from", port, options)));
        running.errors().await("bound to");
        return running;
    }

    Running send(String channel, int port, String... options) throws IOException {
        Running running = Running.of(here.start(arguments(channel, "--to", port, options)));
        running.errors().await("sends on stream");
        return running;
    }

    private static String[] arguments(String channel, String direction, int port, String... options) {
        return Stream.concat(
                Stream.of("bridge", channel, direction, "aeron:udp?endpoint=localhost:" + port, "--stream", STREAM),
                Stream.of(options)).toArray(String[]::new);
    }

    /** Returns the port at which a bridge receives. */
    static int port(Running receiver) {
        for (String line : receiver.errors().soFar()) {
            Matcher matcher = BOUND.matcher(line);
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new AssertionError("no port in " + receiver.errors().soFar());
    }

    /** Waits until a channel of a directory has so many participants. */
    static void awaitParticipants(Path directory, String channel, Role role, int count) {
        ChannelStore store = new ChannelStore(ChannelDirectory.look(directory, null));
        Watchdog.await(role + " of " + channel, () -> {
            try (SegmentObserver observer = store.observe(channel)) {
                return observer.table().count(role) >= count;
            } catch (SegmentException e) {
                return false;
            }
        });
    }

    /** Starts Aeron's media driver as a process of its own. */
    static Process driver(Path directory) throws Exception {
        return driver(List.of(), directory);
    }

    /** Starts it by a command, such as that of a namespace. */
    static Process driver(List<String> prefix, Path directory) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(Installation.commandOf("io.aeron.driver.MediaDriver", List.of("-Daeron.dir=" + directory,
                "-Daeron.dir.delete.on.start=true", "-Daeron.threading.mode=SHARED")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Watchdog.await("media driver", () -> Files.exists(directory.resolve("cnc.dat")) || !process.isAlive());
        assertThat(process.isAlive()).isTrue();
        return process;
    }

    @Override
    public void close() {
        here.close();
        there.close();
    }
}
