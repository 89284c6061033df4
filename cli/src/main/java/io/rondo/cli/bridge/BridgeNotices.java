package io.rondo.cli.bridge;

import io.rondo.broker.bridge.BridgeListener;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.cli.runtime.ErrorReporter;
import picocli.CommandLine;

/** Reports on standard error what happens to the bridge of the command. Thread-safe. */
final class BridgeNotices implements BridgeListener {
    private final CommandLine command;
    private final String channel;
    private final boolean sends;
    private final String uri;
    private String last = "";

    BridgeNotices(CommandLine command, BridgeSettings settings) {
        this.command = command;
        channel = settings.channel().text();
        uri = settings.stream().uri();
        sends = settings.direction() == BridgeDirection.SEND;
    }

    private synchronized void print(String text) {
        ErrorReporter.print(command, "channel " + channel + ": " + text);
    }

    /** Prints what lasts, once. */
    private synchronized void printNew(String text) {
        if (!text.equals(last)) {
            last = text;
            print(text);
        }
    }

    @Override
    public void onOpen(String description) {
        printNew((sends ? "sends on " : "receives from ") + description);
    }

    @Override
    public void onConnected() {
        print(sends ? "a receiver is there" : "a sender is there");
    }

    @Override
    public void onWaiting() {
        print((sends ? "no receiver answers at " : "no sender is there for ") + uri
                + ": check that a bridge runs there, the address, the stream and the firewall");
    }

    @Override
    public void onFailure(String reason) {
        printNew("is not bridged: " + reason + "; trying again every 2 s");
    }

    @Override
    public void onLoss(String reason) {
        print(reason);
    }

    @Override
    public void onRepair() {
        print("no loss is seen any more: the packets arrive, or the sender or this bridge has ended");
    }

    @Override
    public void onDropped(String reason) {
        print("dropped: " + reason);
    }

    @Override
    public void onDriverError(String error) {
        printNew(error);
    }
}
