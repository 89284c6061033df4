package io.rondo.cli.service;

import io.rondo.cli.option.ShellCommandConverter;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.client.Buffers;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Request;
import io.rondo.client.Responder;
import io.rondo.client.connect.ChannelAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondo serve}: runs a command for each request. */
@Command(name = "serve", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Answers the requests of a service, one after another, by a command.", footer = {"",
            "The request is the standard input of the command. Its standard output, without a final newline, is the "
                    + "response. A command that fails refuses the request with its exit code and its standard error. What the "
                    + "command leaves in the background is not waited for. A command is killed when its request is cancelled or "
                    + "expires. Ends with SIGINT or SIGTERM."})
public final class ServeCommand implements Callable<Integer> {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceMixin service;

    @Option(names = "--exec", paramLabel = "CMD", required = true, converter = ShellCommandConverter.class,
            description = "The command, which /bin/sh runs for each request.")
    private String command;

    public ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ChannelAccess rondo = context.connect();
                Responder responder = service.checked(
                        () -> rondo.responder(service.service(), service.settings()))) {
            ErrorReporter.print(spec.commandLine(), "serving " + service.service() + ", end with Ctrl-C");
            try {
                while (!context.stop().requested()) {
                    responder.receive(this::handle, 1, WAIT);
                }
            } catch (InterruptedWaitException e) {
                if (!context.stop().requested()) {
                    throw e;
                }
            } finally {
                context.stop().acknowledge();
            }
            return ExitCode.OK;
        }
    }

    private static String reason(Request request) {
        return switch (request.dropReason()) {
            case TOO_LONG -> "the queue of its requester takes at most " + request.maxResponseLength()
                    + " bytes: shorten it, or set responseCapacity of the requester";
            case NO_ROOM -> "the queue of its requester has no room: the requester reads too slowly";
            case REQUESTER_GONE -> "its requester is gone";
            case CANCELLED -> "its requester has cancelled the request";
        };
    }

    private void handle(Request request) {
        byte[] input = new byte[request.length()];
        request.buffer().getBytes(request.offset(), input);
        try (RequestProcess process = RequestProcess.start(command, input)) {
            int code = process.await(request);
            if (code == 0) {
                byte[] output = process.output();
                if (!request.reply(Buffers.wrap(output), 0, output.length)) {
                    ErrorReporter.print(spec.commandLine(),
                            "a response of " + output.length + " bytes was dropped: " + reason(request));
                }
            } else if (code > 0) {
                String error = process.error();
                request.refuse(code, error.isEmpty() ? "the command failed with exit code " + code : error);
            } else if (request.isCancelled()) {
                // Ends the request. Nothing is sent.
                request.end();
            } else {
                // No refusal: the requester reports the timeout. A deferred request ends a second after its deadline.
                request.defer();
            }
        } catch (IOException e) {
            request.refuse(ExitCode.FAILED, "the command could not be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.refuse(ExitCode.FAILED, "the responder is ending");
        }
    }
}
