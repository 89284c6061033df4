package io.rondo.cli.stat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.StatusJson;
import io.rondo.cli.bridge.BridgeTable;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.Terminal;
import io.rondo.client.AccessException;
import io.rondo.client.RondoException;
import io.rondo.client.sequenced.BrokerClient;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.core.SegmentException;
import java.time.Duration;
import java.util.List;

/** The bridges of the broker of a directory. Confined to one thread. */
final class BridgeListing {
    /** A broker that is stopped delays each sample by this time. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final CommandContext context;
    /** Whether the broker has denied access. It is not asked again, because it counts denials. */
    private boolean refused;
    private List<BridgeStatus> bridges = List.of();

    BridgeListing(CommandContext context) {
        this.context = context;
    }

    /** Asks the broker. There are no bridges if none runs, it does not answer, or it is that of another user. */
    void update() {
        bridges = List.of();
        if (refused) {
            return;
        }
        try {
            bridges = new BrokerClient(new BrokerFiles(context.store().directory().path())).status(PATIENCE)
                    .map(StatusJson::parse).map(BrokerStatus::bridges).orElse(List.of());
        } catch (AccessException e) {
            refused = true;
        } catch (RondoException | SegmentException | IllegalArgumentException e) {
            // rondo broker status has the reason.
        }
    }

    /** Returns the bridges as the status of the broker has them. */
    JsonElement json() {
        return JsonParser.parseString(StatusJson.line(new Bridges(bridges))).getAsJsonObject().get("bridges");
    }

    private record Bridges(List<BridgeStatus> bridges) {}

    /** Returns a table below an empty line; nothing without bridges. */
    String text(Terminal terminal) {
        return bridges.isEmpty()
                ? ""
                : "\n" + BridgeTable.of(bridges).fit(terminal.output() ? terminal.columns() : Integer.MAX_VALUE, 1);
    }
}
