package io.rondo.broker.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Runs command lines in this process and keeps what they print. The thread that makes it is the one to run them. */
final class CommandLineRun {
    final FakeRondo rondo = new FakeRondo();
    final StopSignal stop = new StopSignal();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter help = new StringWriter();
    private final StringWriter errors = new StringWriter();

    int run(String... args) {
        return run("", out, args);
    }

    int runWithInput(String input, String... args) {
        return run(input, out, args);
    }

    int run(String input, OutputStream output, String... args) {
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        CommandContext context = new CommandContext(_ -> rondo, Channels.newChannel(new ByteArrayInputStream(bytes)),
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
