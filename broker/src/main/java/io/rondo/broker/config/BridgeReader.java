package io.rondo.broker.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeKind;
import io.rondo.broker.topic.NamePattern;
import io.rondo.core.segment.ChannelName;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads {@code rondo.aeron}, {@code rondo.bridge} and {@code rondo.bridges}. */
final class BridgeReader {
    private static final String DEFAULTS = "bridge";
    private static final String LIST = "bridges";

    private final ConfigObject known;
    private final List<String> errors;
    private final Set<String> used;

    /**
     * Creates the reader.
     *
     * @param known {@code rondo.bridge} with all keys
     * @param errors gets the messages
     * @param used gets the path of each key that is read
     */
    BridgeReader(ConfigObject known, List<String> errors, Set<String> used) {
        this.known = known;
        this.errors = errors;
        this.used = used;
    }

    /** Reads the bridges of a configuration, {@code rondo}, with all keys. */
    BrokerBridgeSettings read(Config rondo) {
        Section all = new Section("rondo", rondo, errors, used);
        // The defaults also without an entry that would use them.
        Section defaults = all.section(DEFAULTS);
        values(defaults);
        defaults.text("uri");
        List<BridgeSettings> bridges = new NamedEntries(known, errors, used, ChannelName::require)
                .read(rondo, LIST, DEFAULTS, this::bridge).stream()
                .filter(Objects::nonNull).toList();
        Path directory = all.section("aeron").path("dir");
        if (!errors.isEmpty()) {
            return BrokerBridgeSettings.NONE;
        }
        try {
            return new BrokerBridgeSettings(directory, bridges);
        } catch (IllegalArgumentException e) {
            errors.add(Origins.of(rondo.getValue(LIST)) + ": rondo." + LIST + ": " + e.getMessage());
            return BrokerBridgeSettings.NONE;
        }
    }

    /** What an entry has, not checked together. */
    private record Values(BridgeDirection direction, String channel, BridgeKind kind, int stream,
            List<String> destinations, String controlUri, int controlStream) {}

    private static Values values(Section section) {
        return new Values(section.choice("direction", BridgeDirection.class), section.text("channel"),
                section.choice("kind", BridgeKind.class),
                section.number("stream", Integer.MIN_VALUE, Integer.MAX_VALUE),
                section.texts("destinations"), section.text("control-uri"),
                section.number("control-stream", Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** Returns a bridge; null if an error was added. */
    private BridgeSettings bridge(String name, Section own, Section section) {
        int before = errors.size();
        Values values = values(section);
        if (!own.has("uri")) {
            own.missing("uri", "give an Aeron channel, such as \"aeron:udp?endpoint=localhost:40123\"");
        }
        if (errors.size() != before) {
            return null;
        }
        return section.parsed("uri", uri -> new BridgeSettings(name, values.direction(),
                new NamePattern(values.channel() == null ? name : values.channel()), values.kind(),
                new AeronStream(uri, values.stream(), values.destinations()),
                values.controlUri() == null ? null : new AeronStream(values.controlUri(), values.controlStream())));
    }
}
