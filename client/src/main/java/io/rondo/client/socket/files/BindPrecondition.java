package io.rondo.client.socket.files;

import java.nio.file.Path;

/**
 * A check before an owner's socket is bound.
 *
 * @param segments the directory of segments, in which the channel's lock is taken too; null for none
 * @param check run under both locks; throws to prevent the binding
 */
public record BindPrecondition(Path segments, Runnable check) {
    /** Always holds. */
    public static final BindPrecondition NONE = new BindPrecondition(null, () -> {});
}
