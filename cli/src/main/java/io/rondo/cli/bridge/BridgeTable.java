package io.rondo.cli.bridge;

import io.rondo.broker.status.BridgeStatus;
import io.rondo.cli.runtime.Table;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Bridges as a table. */
public final class BridgeTable {
    private static final String NONE = "-";

    private BridgeTable() {}

    /** Returns a row for each bridge. */
    public static Table of(List<BridgeStatus> bridges) {
        Table table = new Table(Set.of(4, 5, 6, 7, 8, 9, 10, 11, 12, 13), "BRIDGE", "DIRECTION", "STATE", "PEERS",
                "MESSAGES",
                "LAG", "LOST", "GAPS", "MISSING", "TWICE", "DROPPED", "FULL", "REPLAYS", "FORWARDED");
        for (BridgeStatus bridge : bridges) {
            table.row(bridge.bridge(), lowerCase(bridge.direction()), lowerCase(bridge.state()),
                    bridge.peers().isEmpty() ? NONE : String.join(" ", bridge.peers()),
                    Long.toString(bridge.messages()), Long.toString(bridge.lagMessages()),
                    Long.toString(bridge.lost()), Long.toString(bridge.gaps()), Long.toString(bridge.missing()),
                    Long.toString(bridge.duplicates()), Long.toString(dropped(bridge)),
                    Long.toString(bridge.backPressure()), Long.toString(bridge.replays()),
                    Long.toString(bridge.forwarded()));
        }
        return table;
    }

    /** Returns the number of dropped messages, apart from duplicates. */
    static long dropped(BridgeStatus bridge) {
        return bridge.loops() + bridge.foreign() + bridge.malformed() + bridge.refused();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
