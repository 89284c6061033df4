package io.rondo.cli.record;

import io.rondo.broker.log.LogDirectories;
import io.rondo.broker.log.LogSettings;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.log.storage.JvmFlags;
import io.rondo.broker.recording.Recording;
import io.rondo.broker.thread.AgentThread;
import io.rondo.cli.option.ChannelProperties;
import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.option.DurationConverter;
import io.rondo.cli.option.SizeConverter;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Nap;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.log.LogLocation;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo record}: records topics until it is told to end. */
@Command(name = "record", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Records the messages of topics to logs on disk, which 'rondo replay' and 'rondo log' read.",
            "Continues the logs that exist. The producers never wait for the disk: messages that cannot be recorded are "
                    + "gaps of the log, and are reported."},
        footer = {"",
            "SIGINT and SIGTERM end the command: it records what is in the topics, for at most a second, and closes the "
                    + "logs in order. A topic that cannot be recorded any more is reported, the others go on, and the exit code is 1."})
public final class RecordCommand implements Callable<Integer> {
    private static final long REPORT_MILLIS = 500;
    private static final long SHORTEST_PARK = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int PAGE = 4096;
    private static final int SHORTEST_FILE = 64 << 10;
    private static final int SHORTEST_DEFAULT = 1 << 20;
    /** A limit on the size of a log is kept to this part of it, because whole files are deleted. */
    private static final int FILES_PER_LIMIT = 8;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "CHANNEL",
            description = "Topics to record; created if they do not exist.")
    private List<String> channels;

    @Option(names = {"-o", "--log-dir"}, paramLabel = "DIR",
            description = "The directory of the logs, one directory for each channel; created if it does not exist (default: "
                    + "RONDO_LOG_DIR; without it /var/lib/rondo for root, $XDG_STATE_HOME/rondo or ~/.local/state/rondo for others).")
    private Path logDirectory;

    @Option(names = "--durability", paramLabel = "os|disk", converter = ChoiceConverter.Durabilities.class,
            defaultValue = "disk",
            description = "disk (default): synced continuously, survives power loss; os: survives the death of this process.")
    private Durability durability;

    @Option(names = "--max-size", paramLabel = "SIZE", converter = SizeConverter.OnDisk.class, defaultValue = "0",
            description = "Delete the oldest files of a log that is longer than this, such as 10g (default: unlimited).")
    private long maxSize;

    @Option(names = "--max-age", paramLabel = "TIME", converter = DurationConverter.class, defaultValue = "0s",
            description = "Delete files of which all messages are older than this, such as 24h (default: unlimited).")
    private Duration maxAge;

    @Option(names = "--file-size", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "Bytes of each file of a log, from 64k to 1g; the longest message must fit (default 64m, an "
                    + "eighth of --max-size if that is less, but 1m at least).")
    private Integer fileSize;

    @Option(names = "--slow", paramLabel = "drop-oldest|block|evict", converter = ChoiceConverter.Slow.class,
            defaultValue = "drop-oldest",
            description = "When recording does not keep up: messages are lost and become a gap (drop-oldest, default); the "
                    + "producer waits (block); the recording of the topic ends (evict). On a full disk messages are "
                    + "dropped with each of them.")
    private SlowConsumer slow;

    @Mixin
    private ChannelProperties properties;

    public RecordCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (durability == Durability.MEMORY) {
            throw usage("--durability memory records nothing: give os or disk", null);
        }
        int fileLength = fileLength();
        Path directory = LogDirectories.create(
                logDirectory == null ? LogLocation.find() : logDirectory.toAbsolutePath().normalize());
        List<TopicRecording> recordings = new ArrayList<>();
        List<AgentThread> disk = new ArrayList<>();
        try (ChannelAccess rondo = context.connect()) {
            record(rondo, directory, fileLength, recordings, disk);
        }
        return recordings.stream().anyMatch(TopicRecording::hasFailed) || disk.stream().anyMatch(
                each -> each.failure() != null) ? ExitCode.FAILED : ExitCode.OK;
    }

    private void record(ChannelAccess rondo, Path directory, int fileLength, List<TopicRecording> recordings,
            List<AgentThread> disk) {
        JvmFlags.require();
        try {
            for (String channel : new LinkedHashSet<>(channels)) {
                recordings.add(openUndisturbed(rondo, channel, directory, fileLength));
            }
            disk.add(diskThread(recordings.stream().map(each -> (Agent) each.recording().log().syncer()).toList()));
            disk.add(diskThread(recordings.stream().map(TopicRecording::recording)
                    .flatMap(each -> Stream.of(each.log().preparer(), each.retention())).toList()));
            recordings.forEach(each -> each.start(directory.resolve(each.recording().recorder().topic()),
                    durability.name().toLowerCase(Locale.ROOT)));
            awaitEnd(recordings, disk);
        } finally {
            context.stop().acknowledge();
            end(recordings, disk);
        }
    }

    private int fileLength() {
        if (maxAge.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
            throw usage("--max-age is " + maxAge + ": give at most 290 years", null);
        }
        long length = fileSize != null
                ? fileSize
                : Math.clamp(maxSize == 0 ? Long.MAX_VALUE : maxSize / FILES_PER_LIMIT / PAGE * PAGE,
                        SHORTEST_DEFAULT, LogSettings.DEFAULT_FILE_LENGTH);
        if (length < SHORTEST_FILE || length > 1 << 30 || length % PAGE != 0) {
            throw usage("--file-size is " + length + ": give a multiple of 4k from 64k to 1g", null);
        }
        return (int) length;
    }

    private ParameterException usage(String message, Throwable cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }

    /**
     * Opens a recording on a thread of its own. The signal that ends the command interrupts the calling thread, which would
     * close the files of the log, although the topic may have messages to record by then.
     */
    private TopicRecording openUndisturbed(ChannelAccess rondo, String channel, Path directory, int fileLength) {
        FutureTask<TopicRecording> opening = new FutureTask<>(() -> open(rondo, channel, directory, fileLength));
        Thread.ofPlatform().daemon().name("rondo-open-" + channel).start(opening);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private TopicRecording open(ChannelAccess rondo, String channel, Path directory, int fileLength) {
        Subscriber subscriber = subscribe(rondo, channel);
        try {
            RetentionPolicy kept = new RetentionPolicy(maxSize, maxAge.toNanos(), false);
            RecordNotices notices = new RecordNotices(spec.commandLine(), channel);
            return new TopicRecording(Recording.open(subscriber, directory,
                    new LogSettings(channel, durability,
                            fileLength, properties.schema().id(), properties.schema().version()),
                    () -> kept, new SystemEpochNanoClock()::nanoTime,
                    notices), notices);
        } catch (RuntimeException | Error e) {
            subscriber.close();
            throw e;
        }
    }

    private Subscriber subscribe(ChannelAccess rondo, String channel) {
        try {
            ChannelSettings settings = properties.applyTo(ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC))
                    .slowConsumer(slow);
            settings.segment();
            return rondo.subscriber(channel, settings);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage(), e);
        } catch (ChannelMismatchException e) {
            requireTopic(channel);
            throw e;
        }
    }

    private void requireTopic(String channel) {
        try (SegmentObserver observer = context.store().observe(channel)) {
            Identity identity = observer.identity();
            if (identity.sequenced()) {
                throw new RondoException("channel " + channel
                        + " cannot be recorded: it is a sequenced topic, which its broker records: record a plain topic");
            }
            if (!identity.service() && !identity.kind().isTopic()) {
                throw new RondoException("channel " + channel + " cannot be recorded: it is a "
                        + ChannelForm.of(identity.kind()).noun()
                        + ", and a recorder would take the messages away from its consumers: record a topic");
            }
        } catch (SegmentException e) {
            // Only its owner's socket is here: the mismatch states what differs.
        }
    }

    private static AgentThread diskThread(List<Agent> agents) {
        return new AgentThread(new CompositeAgent(agents), new BackoffIdleStrategy(0, 0, SHORTEST_PARK, LONGEST_PARK));
    }

    /** Returns when the command is to end, when no topic is recorded any more, or when the disk is not written any more. */
    private void awaitEnd(List<TopicRecording> recordings, List<AgentThread> disk) {
        while (!context.stop().requested() && recordings.stream().anyMatch(TopicRecording::isRunning)
                && disk.stream().allMatch(AgentThread::isRunning)) {
            Nap.take(REPORT_MILLIS, context.stop());
            recordings.forEach(TopicRecording::report);
        }
    }

    /** Ends the recorders before the agents that make files for them, and these before the logs. */
    private void end(List<TopicRecording> recordings, List<AgentThread> disk) {
        recordings.forEach(TopicRecording::end);
        recordings.forEach(TopicRecording::join);
        disk.forEach(AgentThread::end);
        disk.forEach(AgentThread::join);
        recordings.forEach(TopicRecording::close);
        disk.stream().map(AgentThread::failure).filter(Objects::nonNull).forEach(failure -> ErrorReporter
                .print(spec.commandLine(), "recording has ended: " + ErrorReporter.describe(failure)));
    }
}
