package io.rondo.cli.support;

import io.rondo.cli.RondoCommand;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.StopSignal;
import io.rondo.cli.runtime.Terminal;
import io.rondo.client.RondoConfig;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.connect.ChannelRondo;
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

/** Runs command lines in this process and keeps their output. The thread that creates it runs them. */
public final class CommandLineRun {
    private final FakeRondo rondo = new FakeRondo();
    private final StopSignal stop = new StopSignal();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter help = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final Supplier<RondoConfig> settings;
    private Terminal terminal = Terminal.NONE;
    private final Function<RondoConfig, ChannelAccess> connector;

    /** On {@link #rondo}, without shared memory. */
    public CommandLineRun() {
        settings = RondoConfig::load;
        connector = _ -> rondo;
    }

    /** On the channels of a directory. */
    public CommandLineRun(Path directory) {
        this(RondoConfig.builder().directory(directory).build());
    }

    /** With these settings. */
    public CommandLineRun(RondoConfig config) {
        this(config, () -> {});
    }

    /** With settings that are asked for each time that the command needs them. */
    public CommandLineRun(Supplier<RondoConfig> settings) {
        this.settings = settings;
        connector = ChannelRondo::open;
    }

    /** With these settings; runs an action when the command is attached. */
    public CommandLineRun(RondoConfig config, Runnable onAttached) {
        settings = () -> config;
        connector = given -> new WatchedRondo(ChannelRondo.open(given), onAttached);
    }

    /** Sets the terminal that standard streams lead to. */
    public CommandLineRun on(Terminal chosen) {
        terminal = chosen;
        return this;
    }

    public int run(String... args) {
        return run("", out, args);
    }

    public int runWithInput(String input, String... args) {
        return run(input, out, args);
    }

    public int run(String input, OutputStream output, String... args) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        CommandContext context = new CommandContext(settings, connector,
                Channels.newChannel(new ByteArrayInputStream(bytes)),
                output, terminal, stop);
        CommandLine line = RondoCommand.commandLine(context, args);
        return line.setOut(new PrintWriter(help)).setErr(new PrintWriter(errors)).execute(args);
    }

    /** The queue commands use if no directory was given. */
    public FakeRondo rondo() {
        return rondo;
    }

    /** The signal that ends the command. */
    public StopSignal stop() {
        return stop;
    }

    /** Standard output. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    /** Standard output as text. */
    public String out() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    public String help() {
        return help.toString();
    }

    public String errors() {
        return errors.toString();
    }

    public void message(String text) {
        rondo.messages().add(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
