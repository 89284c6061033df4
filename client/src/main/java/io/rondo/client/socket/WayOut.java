package io.rondo.client.socket;

import java.lang.invoke.VarHandle;

/** The outlet of the present connection, for a thread that appends while connections come and go. */
final class WayOut {
    private volatile Outlet outlet;

    /** Loop: before it looks for what was appended. */
    void open(Outlet its) {
        outlet = its;
    }

    /** Loop: there is no connection. */
    void close() {
        outlet = null;
    }

    /** Any thread: what was appended before this call will be sent, if there is a connection or when there is one. */
    void kick() {
        Outlet out = outlet;
        if (out == null) {
            // Orders the append before another look; the loop sets the outlet before it looks for what was appended.
            VarHandle.fullFence();
            out = outlet;
        }
        if (out != null) {
            out.kick();
        }
    }
}
