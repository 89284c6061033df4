package io.rondo.client.socket;

import java.nio.file.Path;

/**
 * What must hold at the moment an owner begins to listen.
 *
 * @param segments the directory of segments, whose lock of the channel is taken besides that of the sockets; null for
 * none
 * @param check run under both locks, and throws if it does not hold
 */
public record BindPrecondition(Path segments, Runnable check) {
    /** Always holds. */
    static final BindPrecondition NONE = new BindPrecondition(null, () -> {});
}
