package io.rondo.broker.cli;

import io.rondo.broker.format.ByteInput;
import io.rondo.broker.format.FormatException;
import io.rondo.broker.format.InputFormat;
import io.rondo.broker.format.MessageReader;
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

/** {@code rondo pub}: publishes what it reads, and ends when all of it is in the channel; over a socket, when it is confirmed. */
@Command(name = "pub", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Publishes the messages of a file or of standard input, waiting for room.")
final class PubCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

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
            publish(format.reader(new ByteInput(input), publisher.maxMessageLength()), publication);
        } catch (DeliveryUnknownException e) {
            // Closing waited for confirmations in vain.
            publication.report(e);
        }
        return publication.conclude();
    }

    private void publish(MessageReader reader, Publication publication) throws IOException {
        try {
            publication.awaitConsumers(await);
            publishAll(reader, publication);
            publication.awaitConfirmed();
            report(reader.summary());
        } catch (FormatException e) {
            String summary = reader.summary();
            throw summary.isEmpty() ? e : new FormatException(e.getMessage() + "; " + summary);
        } catch (InterruptedWaitException | ClosedByInterruptException e) {
            if (!context.stop().requested()) {
                throw e;
            }
            report(reader.summary());
        } finally {
            context.stop().acknowledge();
        }
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

    private void publishAll(MessageReader reader, Publication publication) throws IOException {
        StopSignal stop = context.stop();
        Pacer pacer = rate == null ? null : new Pacer(rate, stop);
        while (!stop.requested()) {
            int length = reader.next();
            if (length == MessageReader.END) {
                return;
            }
            if (pacer != null) {
                pacer.await();
            }
            publication.publish(reader.buffer(), reader.offset(), length);
        }
    }

    private void report(String summary) {
        if (!summary.isEmpty()) {
            spec.commandLine().getErr().println(summary);
            spec.commandLine().getErr().flush();
        }
    }
}
