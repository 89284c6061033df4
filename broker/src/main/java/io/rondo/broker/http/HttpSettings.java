package io.rondo.broker.http;

import java.util.Objects;

/**
 * The settings of the HTTP endpoint. Immutable.
 *
 * @param enabled whether there is one
 * @param address address or name of the interface to listen on
 * @param port from 1 to 65535; 0 for a free one
 * @param maxChannels the most channels, and the most topics, that have metrics of their own, from 0
 */
public record HttpSettings(boolean enabled, String address, int port, int maxChannels) {
    /** No endpoint. */
    public static final HttpSettings OFF = new HttpSettings(false, "127.0.0.1", 0, 0);

    private static final int MAX_PORT = 65_535;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public HttpSettings {
        Objects.requireNonNull(address, "address");
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not from 0 to " + MAX_PORT);
        }
        if (maxChannels < 0) {
            throw new IllegalArgumentException("the number of channels with metrics, " + maxChannels
                    + ", is negative: use 0 or more");
        }
    }
}
