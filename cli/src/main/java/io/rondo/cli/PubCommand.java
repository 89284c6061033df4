package io.rondo.cli;

import io.rondo.cli.format.ByteInput;
import io.rondo.cli.format.FormatException;
import io.rondo.cli.format.InputFormat;
import io.rondo.cli.format.MessageReader;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Transport;
import io.rondo.core.DeliveryUnknownException;
import io.rondo.core.InterruptedWaitException;
import io.rondo.core.segment.SegmentObserver;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code rondo pub}: publishes what it reads, and ends when all of it is in the channel; over a socket, when it is
 * confirmed.
 */
@Command(name = "pub", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Publishes the messages of a file or of standard input, waiting for room.", footer = {"",
            "SIGINT and SIGTERM end the command after the messages it has read are published; what it read and could not",
            "publish, also an incomplete last message, is reported. It reads at most 4 KiB ahead from a pipe, which SIGKILL",
            "loses, with the message they belong to."})
final class PubCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int FILE_READ_AHEAD = 256 << 10;
    /** What a write to a pipe puts there in one piece (PIPE_BUF). */
    private static final int PIPE_READ_AHEAD = 4 << 10;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ChannelMixin channel;

    @Option(names = "--format", paramLabel = "lines|sofh|pcap", converter = ChoiceConverter.Input.class,
            defaultValue = "lines",
            description = "lines (default): one message per line; sofh: Simple Open Framing Header frames; "
                    + "pcap: UDP payloads of a classic packet capture.")
    private InputFormat format;

    @Option(names = "--rate", paramLabel = "N/s", converter = RateConverter.class,
            description = "Messages per second (default: as fast as they can be taken).")
    private Double rate;

    @Option(names = "--await", paramLabel = "N", defaultValue = "0",
            description = "Send nothing until this many consumers are attached; on a queue N is 1.")
    private int await;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", defaultValue = STANDARD_INPUT,
            description = "Where to read from (default: standard input, -).")
    private String file;

    PubCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (await < 0) {
            throw new ParameterException(spec.commandLine(), "--await is " + await + ": give 0 or more consumers");
        }
        Publication publication = new Publication(spec.commandLine(), context.stop(),
                new OwnerNotice(spec.commandLine(), context, channel.name(), OwnerNotice.CONSUMER), channel.isTopic());
        try (ReadableByteChannel input = open();
                Rondo rondo = context.connect();
                Publisher publisher = channel.publisher(rondo)) {
            publication.use(publisher);
            requireReachable(publisher);
            ByteInput bytes = new ByteInput(input, readAhead());
            publish(bytes, format.reader(bytes, publisher.maxMessageLength()), publication);
        } catch (DeliveryUnknownException e) {
            // Closing waited for confirmations in vain.
            publication.report(e);
        }
        return publication.conclude();
    }

    private void publish(ByteInput input, MessageReader reader, Publication publication) throws IOException {
        StopSignal stop = context.stop();
        try {
            publication.awaitConsumers(await);
            new InputPublisher(spec.commandLine(), stop, input, reader, publication)
                    .publishAll(rate == null ? null : new Pacer(rate, stop));
            publication.awaitConfirmed();
            report(reader.summary());
        } catch (FormatException e) {
            String summary = reader.summary();
            throw summary.isEmpty() ? e : new FormatException(e.getMessage() + "; " + summary);
        } catch (InterruptedWaitException | ClosedByInterruptException e) {
            if (!stop.requested()) {
                throw e;
            }
            report(reader.summary());
        } finally {
            stop.acknowledge();
        }
    }

    /** What a killed process has read from a pipe is lost to the next reader; a file keeps it. */
    private int readAhead() {
        return !file.equals(STANDARD_INPUT) && Files.isRegularFile(Path.of(file)) ? FILE_READ_AHEAD : PIPE_READ_AHEAD;
    }

    private ReadableByteChannel open() throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return context.in();
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new IOException(file + " is a directory: give a file");
        }
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /** More consumers than the channel takes would be waited for in vain. */
    private void requireReachable(Publisher publisher) {
        if (await <= 1) {
            return;
        }
        boolean topic = channel.isTopic();
        int most = topic ? context.config().socketConnections() : 1;
        if (publisher.transport() == Transport.SHM) {
            try (SegmentObserver observer = context.store().observe(publisher.channel())) {
                topic = observer.identity().kind().isTopic();
                most = observer.identity().kind().maxConsumers();
            }
        }
        if (await > most) {
            throw new ParameterException(spec.commandLine(), "--await is " + await + ", but channel "
                    + publisher.channel() + " is a " + (topic ? "topic" : "queue") + " and takes " + most
                    + ": give at most that");
        }
    }

    private void report(String summary) {
        if (!summary.isEmpty()) {
            spec.commandLine().getErr().println(summary);
            spec.commandLine().getErr().flush();
        }
    }
}
