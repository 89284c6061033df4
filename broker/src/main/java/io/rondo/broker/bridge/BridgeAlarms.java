package io.rondo.broker.bridge;

import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.Alarms;
import io.rondo.broker.status.BridgeDirection;
import java.lang.System.Logger.Level;

/** Raises the alarms of one bridge, and logs what happens to it. Thread-safe. */
final class BridgeAlarms implements BridgeListener {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");

    private final BridgeSettings bridge;
    private final Alarms alarms;

    BridgeAlarms(BridgeSettings bridge, Alarms alarms) {
        this.bridge = bridge;
        this.alarms = alarms;
    }

    private boolean sends() {
        return bridge.direction() == BridgeDirection.SEND;
    }

    private void raise(AlarmKind kind, String problem) {
        String message = "bridge " + bridge.name() + " " + problem;
        if (alarms.raise(kind, bridge.name(), false, message)) {
            LOG.log(Level.ERROR, "{0}", message);
        }
    }

    @Override
    public void onOpen(String description) {
        alarms.clear(AlarmKind.BRIDGE_FAILED, bridge.name());
        // A home that still refuses says so again.
        alarms.clear(AlarmKind.COPY_REFUSED, bridge.name());
        LOG.log(Level.INFO, "bridge {0} {1} {2}: {3}", bridge.name(), sends() ? "sends" : "receives",
                bridge.channel().text(), description);
    }

    @Override
    public void onConnected() {
        alarms.clear(AlarmKind.BRIDGE_UNCONNECTED, bridge.name());
        LOG.log(Level.INFO, "bridge {0}: a {1} is there", bridge.name(), sends() ? "receiver" : "sender");
    }

    @Override
    public void onWaiting() {
        raise(AlarmKind.BRIDGE_UNCONNECTED, (sends() ? "has no receiver at " : "has no sender for ")
                + bridge.stream().uri()
                + (bridge.control() == null ? "" : ", or no other side at " + bridge.control().uri())
                + ": check that a bridge runs there, the address, the stream and the firewall");
    }

    @Override
    public void onFailure(String reason) {
        alarms.clear(AlarmKind.BRIDGE_UNCONNECTED, bridge.name());
        raise(AlarmKind.BRIDGE_FAILED, "has failed: " + reason + "; the broker tries again every 2 s");
    }

    @Override
    public void onLoss(String reason) {
        raise(AlarmKind.BRIDGE_LOSS, reason);
    }

    @Override
    public void onRepair() {
        alarms.clear(AlarmKind.BRIDGE_LOSS, bridge.name());
    }

    @Override
    public void onDropped(String reason) {
        raise(AlarmKind.BRIDGE_DROPPED, "has dropped messages: " + reason);
    }

    @Override
    public void onStopped(String reason) {
        raise(AlarmKind.COPY_STOPPED, "has stopped: " + reason);
    }

    @Override
    public void onAccepted() {
        alarms.clear(AlarmKind.COPY_STOPPED, bridge.name());
    }

    @Override
    public void onRefused(String reason) {
        raise(AlarmKind.COPY_REFUSED, "forwards nothing: the home refuses what is published here: " + reason);
    }

    @Override
    public void onTaken() {
        alarms.clear(AlarmKind.COPY_REFUSED, bridge.name());
    }

    @Override
    public void onRemoved(String reason) {
        // Each range is logged, also while the alarm of an earlier one lasts.
        String message = "bridge " + bridge.name() + " has lost messages: " + reason;
        alarms.raise(AlarmKind.COPY_LOST, bridge.name(), false, message);
        LOG.log(Level.ERROR, "{0}", message);
    }

    @Override
    public void onClocksDiffer(String reason) {
        raise(AlarmKind.CLOCKS_DIFFER, "has a home with another clock: " + reason);
    }

    @Override
    public void onClocksAgree() {
        alarms.clear(AlarmKind.CLOCKS_DIFFER, bridge.name());
    }

    @Override
    public void onDriverError(String error) {
        // The driver is that of all bridges, which log its errors.
    }
}
