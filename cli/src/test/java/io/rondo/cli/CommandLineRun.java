package io.rondo.cli;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Runs command lines in this process and keeps what they print. The thread that makes it is the one to run them. */
final class CommandLineRun {
    final FakeRondo rondo = new FakeRondo();
    final StopSignal stop = new StopSignal();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter help = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final Supplier<RondoConfig> settings;
    private final Function<RondoConfig, Rondo> connector;

    /** On {@link #rondo}, without shared memory. */
    CommandLineRun() {
        settings = RondoConfig::load;
        connector = _ -> rondo;
    }

    /** On the channels of a directory. */
    CommandLineRun(Path directory) {
        this(RondoConfig.builder().directory(directory).build());
    }

    /** With these settings. */
    CommandLineRun(RondoConfig config) {
        this(config, () -> {});
    }

    /** With these settings; tells when it has its publisher or subscriber. */
    CommandLineRun(RondoConfig config, Runnable onAttached) {
        settings = () -> config;
        connector = given -> new WatchedRondo(Rondo.connect(given), onAttached);
    }

    int run(String... args) {
        return run("", out, args);
    }

    int runWithInput(String input, String... args) {
        return run(input, out, args);
    }

    int run(String input, OutputStream output, String... args) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        CommandContext context = new CommandContext(settings, connector,
                Channels.newChannel(new ByteArrayInputStream(bytes)),
                output, stop);
        CommandLine line = RondoCommand.commandLine(context);
        return line.setOut(new PrintWriter(help)).setErr(new PrintWriter(errors)).execute(args);
    }

    String out() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    String help() {
        return help.toString();
    }

    String errors() {
        return errors.toString();
    }

    void message(String text) {
        rondo.messages.add(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
