package io.rondo.cli.stream;

import io.rondo.cli.format.ByteInput;
import io.rondo.cli.format.FormatException;
import io.rondo.cli.format.InputFormat;
import io.rondo.cli.format.MessageReader;
import io.rondo.cli.format.SingleMessageReader;
import io.rondo.cli.option.ChannelMixin;
import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.option.RateConverter;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.StopSignal;
import io.rondo.client.ChannelRemovedException;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Publisher;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.core.segment.SegmentObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
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
 * {@code rondo pub}: publishes messages, and ends when all of them are in the channel; over a socket, when they are
 * confirmed.
 */
@Command(name = "pub", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Publishes the messages of a file or of standard input, waiting for space.", footer = {"",
            "SIGINT and SIGTERM end the command after it has published the messages it has read. It reports input that it "
                    + "has read and could not publish, and an incomplete last message. From a pipe it reads at most 4 KiB "
                    + "ahead; SIGKILL loses these bytes. With --message it reports whether the message was published."})
public final class PubCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    /** Replaces bytes of an argument that are invalid in the locale. */
    private static final char UNDECODABLE = '\uFFFD';
    private static final int FILE_READ_AHEAD = 256 << 10;
    /** The largest atomic write to a pipe (PIPE_BUF). */
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
            description = "Messages per second (default: unlimited).")
    private Double rate;

    @Option(names = "--await", paramLabel = "N", defaultValue = "0",
            description = "Publish nothing until this many consumers are attached; a queue has at most 1.")
    private int await;

    @Option(names = "--producer-id", paramLabel = "ID",
            description = "To a sequenced topic: the identity of this producer, from 1. The messages of the input have the "
                    + "sequences 1, 2, 3 ...; those that the topic has recorded of this id are skipped.")
    private Long producerId;

    @Option(names = "--message", paramLabel = "TEXT", description = "Publish this text as one message, in UTF-8.")
    private String message;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE",
            description = "The file to read (default: standard input, -).")
    private String file;

    public PubCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (await < 0) {
            throw new ParameterException(spec.commandLine(), "--await is " + await + ": give 0 or more consumers");
        }
        requireMessageAlone();
        Publication publication = Publication.of(spec.commandLine(), context, channel.name(), channel.isTopic());
        try (ReadableByteChannel input = open();
                ChannelAccess rondo = context.connect();
                Publisher publisher = channel.publisher(rondo, producerId)) {
            publication.use(publisher);
            requireReachable(publisher);
            if (message == null) {
                new AttachNotice(spec.commandLine(), context).publishing(publisher, ending());
            }
            ByteInput bytes = new ByteInput(input, readAhead());
            MessageReader reader = message == null
                    ? format.reader(bytes, publisher.maxMessageLength())
                    : new SingleMessageReader(bytes);
            publish(bytes, reader, publication);
        } catch (DeliveryUnknownException e) {
            // Thrown by close: confirmations did not arrive in time.
            publication.report(e);
        }
        return publication.conclude();
    }

    private void publish(ByteInput input, MessageReader reader, Publication publication) throws IOException {
        StopSignal stop = context.stop();
        InputPublisher publisher = new InputPublisher(spec.commandLine(), stop, input, reader, publication,
                message != null);
        try {
            publication.awaitConsumers(await);
            publisher.publishAll(rate == null ? null : new Pacer(rate, stop));
            publication.awaitConfirmed();
            report(reader.summary());
            // Closing reports a removal that no call has noticed.
            publication.close();
        } catch (FormatException e) {
            String summary = reader.summary();
            throw summary.isEmpty() ? e : new FormatException(e.getMessage() + "; " + summary);
        } catch (ChannelRemovedException e) {
            throw new RondoException(publisher.describeRemoval(channel.name(), e.unreadMessages()), e);
        } catch (InterruptedWaitException | ClosedByInterruptException e) {
            if (!stop.requested()) {
                throw e;
            }
            report(reader.summary());
        } finally {
            stop.acknowledge();
        }
    }

    private void requireMessageAlone() {
        if (message == null) {
            return;
        }
        if (file != null) {
            throw new ParameterException(spec.commandLine(),
                    "--message and the file '" + file + "' are both given: leave one out");
        }
        if (spec.commandLine().getParseResult().hasMatchedOption("--format")) {
            throw new ParameterException(spec.commandLine(),
                    "--message is one message in no format: leave --format out");
        }
        if (message.indexOf(UNDECODABLE) >= 0) {
            throw new ParameterException(spec.commandLine(), "--message holds characters that the locale cannot"
                    + " represent: set LC_ALL=C.UTF-8, or use standard input");
        }
    }

    private String ending() {
        return isStandardInput() && context.terminal().input()
                ? "type one message per line, end with Ctrl-D, or stop with Ctrl-C"
                : "ends with its input, or with Ctrl-C";
    }

    private boolean isStandardInput() {
        return message == null && (file == null || file.equals(STANDARD_INPUT));
    }

    /** A killed process loses the bytes it has read from a pipe; a file keeps them. */
    private int readAhead() {
        return file != null && !isStandardInput() && Files.isRegularFile(Path.of(file))
                ? FILE_READ_AHEAD
                : PIPE_READ_AHEAD;
    }

    private ReadableByteChannel open() throws IOException {
        if (message != null) {
            return Channels.newChannel(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
        }
        if (isStandardInput()) {
            return context.in();
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new IOException(file + " is a directory: give a file");
        }
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /** A channel never has more consumers than it takes. */
    private void requireReachable(Publisher publisher) {
        if (await <= 1) {
            return;
        }
        boolean topic = channel.isTopic();
        int most = topic ? context.config().socketConnections() : 1;
        if (publisher.transport() == Transport.SHM) {
            try (SegmentObserver observer = context.store().observe(publisher.channel())) {
                topic = observer.identity().kind().isTopic();
                most = observer.identity().maxConsumers();
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
