package io.rondo.cli.service;

import io.rondo.cli.option.DurationConverter;
import io.rondo.cli.runtime.ClosedOutput;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.client.Buffers;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Outcome;
import io.rondo.client.Requester;
import io.rondo.client.Response;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.service.ServiceSettings;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo call}: sends one request and prints the response. */
@Command(name = "call", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Sends one request to a service, and prints the response and a newline.", footer = {"",
            "Exit code 3: the deadline passed, with or without a responder. Exit code 1: the request was refused, the responder "
                    + "died, or the response was lost. Standard error names the reason."})
public final class CallCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceMixin service;

    @Option(names = "--message", paramLabel = "TEXT", description = "The request, in UTF-8.")
    private String message;

    @Option(names = "--timeout", paramLabel = "TIME", converter = DurationConverter.class, defaultValue = "5s",
            description = "The deadline of the request, such as 500ms or 2s (default 5s).")
    private Duration timeout;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE",
            description = "The file that holds the request (default: standard input, -).")
    private String file;

    public CallCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (message != null && file != null) {
            throw new ParameterException(spec.commandLine(),
                    "--message and the file '" + file + "' are both given: leave one out");
        }
        ServiceSettings settings = service.checked(() -> service.settings().deadline(timeout));
        byte[] request = request();
        try (ChannelAccess rondo = context.connect();
                Requester requester = service.checked(() -> rondo.requester(service.service(), settings))) {
            DirectBuffer buffer = Buffers.wrap(request);
            return print(service.checked(() -> requester.call(buffer, 0, request.length)));
        } catch (InterruptedWaitException e) {
            if (!context.stop().requested()) {
                throw e;
            }
            return ExitCode.OK;
        } finally {
            context.stop().acknowledge();
        }
    }

    private byte[] request() throws IOException {
        if (message != null) {
            return message.getBytes(StandardCharsets.UTF_8);
        }
        return file == null || file.equals(STANDARD_INPUT)
                ? Channels.newInputStream(context.in()).readAllBytes()
                : Files.readAllBytes(Path.of(file));
    }

    private int print(Response response) throws IOException {
        String name = "service " + service.service();
        String failure = switch (response.outcome()) {
            case RESPONSE -> null;
            case REFUSED -> name + " refused the request with code " + response.code() + ": " + response.text();
            case TIMEOUT -> name + " did not answer within " + timeout.toMillis() + " ms: give --timeout more";
            case NO_RESPONDER -> name + " had no responder within " + timeout.toMillis()
                    + " ms: start one, such as rondo serve";
            case RESPONDER_DIED -> name + ": the responder ended before it answered: the request may have been handled";
            case RESPONSE_LOST -> name + ": the response is longer than this command can receive";
            case CANCELLED -> name + ": the request was cancelled";
        };
        if (failure != null) {
            ErrorReporter.print(spec.commandLine(), failure);
            return EnumSet.of(Outcome.TIMEOUT, Outcome.NO_RESPONDER).contains(response.outcome())
                    ? ExitCode.TIMED_OUT
                    : ExitCode.FAILED;
        }
        try {
            byte[] line = new byte[response.length() + 1];
            response.buffer().getBytes(response.offset(), line, 0, response.length());
            line[response.length()] = '\n';
            context.out().write(line);
            context.out().flush();
            return ExitCode.OK;
        } catch (IOException e) {
            return ClosedOutput.exitCode(e);
        }
    }
}
