package io.rondo.cli.bridge;

import io.rondo.broker.bridge.Bridge;
import io.rondo.broker.bridge.BridgeEnvironment;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.LocalChannels;
import io.rondo.broker.bridge.SequencedLinks;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.bridge.aeron.BridgeDriver;
import io.rondo.broker.log.storage.JvmFlags;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.topic.NamePattern;
import io.rondo.cli.option.ChannelProperties;
import io.rondo.cli.option.ChoiceConverter;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Nap;
import io.rondo.cli.runtime.Quantity;
import io.rondo.cli.runtime.TextOutput;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo bridge}: connects a local channel and an Aeron stream. */
@Command(name = "bridge", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Sends a topic or queue on an Aeron stream, or publishes what a stream carries on a topic or queue, "
                + "until a signal. Shows the counters every second on a terminal, or with --json.")
public final class BridgeCommand implements Callable<Integer> {
    private static final long INTERVAL_MILLIS = 1000;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CHANNEL",
            description = "The local channel; created if it does not exist. With * in it: all topics that match, under "
                    + "their own names.")
    private String channel;

    @Option(names = "--to", paramLabel = "URI",
            description = "Send on this Aeron channel, such as aeron:udp?endpoint=localhost:40123. An address beyond "
                    + "loopback needs |interface=ADDRESS/BITS: Aeron's UDP has no authentication.")
    private String to;

    @Option(names = "--from", paramLabel = "URI", description = "Receive from this Aeron channel.")
    private String from;

    @Option(names = "--stream", paramLabel = "N", required = true,
            description = "Stream of the Aeron channel, a number of 32 bits. Each bridge needs one of its own.")
    private int stream;

    @Option(names = "--destination", paramLabel = "URI",
            description = "Destination of a channel with control-mode=manual; may be given more than once.")
    private List<String> destinations = List.of();

    @Option(names = "--aeron-dir", paramLabel = "DIR",
            description = "Use the Aeron media driver that runs in this directory (default: one in this process).")
    private Path aeronDirectory;

    @Option(names = "--kind", paramLabel = "queue|topic", converter = ChoiceConverter.PlainKind.class,
            defaultValue = "topic",
            description = "topic (default): the bridge is one more subscriber, or the publisher; queue: it is the "
                    + "consumer, or one more producer.")
    private ChannelKind kind;

    @Option(names = "--json", description = "Print a JSON object with the counters every second.")
    private boolean json;

    @Mixin
    private ChannelProperties properties;

    /** Creates the command. */
    public BridgeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        BridgeSettings settings = settings();
        ChannelSettings channelSettings = channelSettings();
        JvmFlags.require();
        BridgeNotices notices = new BridgeNotices(spec.commandLine(), settings);
        try (ChannelAccess rondo = context.connect()) {
            SharedMemory memory = SharedMemory.open(context.config());
            Path directory = memory.store().directory().path();
            BridgeDriver driver = aeronDirectory == null
                    ? BridgeDriver.embedded(directory, notices::onDriverError)
                    : BridgeDriver.running(aeronDirectory);
            try (BridgeEnvironment environment = new BridgeEnvironment(directory, driver, SequencedLinks.NONE)) {
                Bridge bridge = new Bridge(settings, new LocalChannels(rondo, memory, channelSettings), environment,
                        notices);
                run(bridge);
            }
        }
        return ExitCode.OK;
    }

    private BridgeSettings settings() {
        if ((to == null) == (from == null)) {
            throw new ParameterException(spec.commandLine(), to == null
                    ? "no stream given: give --to to send the channel, or --from to receive it"
                    : "--to and --from are both given: run a bridge for each");
        }
        try {
            AeronStream used = new AeronStream(to == null ? from : to, stream, destinations);
            used.requireUsable();
            if (to != null) {
                used.requireFitting();
            }
            return new BridgeSettings(channel, to == null ? BridgeDirection.RECEIVE : BridgeDirection.SEND,
                    new NamePattern(channel), kind == ChannelKind.QUEUE, used);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ChannelSettings channelSettings() {
        try {
            ChannelSettings settings = properties.applyTo(ChannelSettings.DEFAULTS.kind(kind));
            settings.segment();
            return settings;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void run(Bridge bridge) throws IOException {
        try {
            bridge.start(true);
            BridgeReport report = new BridgeReport(context.terminal(), json);
            TextOutput output = new TextOutput(context.out());
            boolean read = true;
            while (read && !context.stop().requested()) {
                Nap.take(INTERVAL_MILLIS, context.stop());
                read = !report.isWanted() || output.print(report.of(bridge.status()));
            }
        } finally {
            context.stop().acknowledge();
            bridge.close();
        }
        ErrorReporter.print(spec.commandLine(), "channel " + channel + ": " + summary(bridge.status()));
    }

    private static String summary(BridgeStatus status) {
        boolean sends = status.direction() == BridgeDirection.SEND;
        return (sends ? "sent " : "published ") + Quantity.of(status.messages(), "message")
                + (sends
                        ? ", " + status.lost() + " lost before they were read"
                        : ", " + status.missing() + " missing in " + Quantity.of(status.gaps(), "gap") + ", "
                                + status.duplicates() + " arrived twice")
                + ", " + BridgeTable.dropped(status) + " dropped";
    }
}
