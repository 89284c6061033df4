package io.rondo.broker.control;

import io.rondo.core.os.PeerCredentials;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;

/**
 * Asks the kernel which process has connected. The JDK reports the names of its user and group, and neither their numbers nor
 * the supplementary groups; so this takes the descriptor from the JDK, by a package that the JVM options of the broker export.
 */
final class ClientCredentials {
    private static final Method DESCRIPTOR = descriptor();

    private ClientCredentials() {}

    private static Method descriptor() {
        try {
            return Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JDK has no sun.nio.ch.SelChImpl.getFDVal: use JDK 25", e);
        }
    }

    /**
     * Returns the credentials of a client.
     *
     * @param connection open
     * @throws IOException if the kernel refuses
     */
    static PeerCredentials of(SocketChannel connection) throws IOException {
        try {
            return PeerCredentials.of((int) DESCRIPTOR.invoke(connection));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sun.nio.ch is not exported: start the JVM with config/jvm.options", e);
        }
    }
}
