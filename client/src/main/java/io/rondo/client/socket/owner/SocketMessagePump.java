package io.rondo.client.socket.owner;

import io.rondo.client.shm.MessagePump;
import io.rondo.core.wait.Condition;

/** Lets the consumer of an owned queue receive from connected publishers in place of the event loop. */
public record SocketMessagePump(Listener listener) implements MessagePump {
    @Override
    public boolean pump() {
        return listener.receiveInline();
    }

    @Override
    public boolean isIdle() {
        return !listener.receivesInline();
    }

    @Override
    public boolean waitBriefly(Condition arrival, long maxNanos) {
        return listener.waitBriefly(arrival, maxNanos);
    }

    @Override
    public void beforeSleep() {
        listener.beforeSleep();
    }
}
