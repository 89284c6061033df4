package io.rondo.cli;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.UnavailableException;
import io.rondo.examples.demo.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo demo}: two JVMs trade orders and verify every message. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = {
            "Starts a second JVM and trades SBE orders with it: requests over a queue, executions over a topic.",
            "Measures the saturated rate, then the round trip of one order at a time: spinning and parked.",
            "Both sides verify count, order and a checksum over every field; fails unless the last line ends with 'lost 0'."})
final class DemoCommand implements Callable<Integer> {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--orders", paramLabel = "N", defaultValue = "10000000",
            description = "Number of orders to trade at the saturated rate (default: 10000000); cancellations come on top.")
    private long orders;

    DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (orders < 1) {
            throw new ParameterException(spec.commandLine(), "--orders is " + orders + ": give 1 or more orders");
        }
        TextOutput output = new TextOutput(context.out());
        try {
            return new Demo(orders, line -> print(output, line)).run(parent()) ? ExitCode.OK : ExitCode.FAILED;
        } catch (InterruptedException | InterruptedWaitException e) {
            if (!context.stop().acknowledge()) {
                throw e;
            }
            return ExitCode.FAILED;
        }
    }

    /** The parent of the directory of channels: the demo uses the same file system and does not touch channels. */
    private Path parent() {
        Path directory = context.config().directory();
        Path parent = directory == null ? SHARED_MEMORY : directory.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new UnavailableException("there is no " + (parent == null ? "directory above " + directory : parent)
                    + ": set RONDO_DIR to a directory on a tmpfs");
        }
        return parent;
    }

    /** If the output is closed the demo goes on: its exit code reports the result. */
    private static void print(TextOutput output, String line) {
        try {
            output.print(line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
