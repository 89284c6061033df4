package io.rondo.client.socket.owner;

import io.rondo.client.socket.files.BindPrecondition;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Limits and access of a listener.
 *
 * @param anyUser whether all users may connect, because the channel decides itself
 * @param maxConnections the most connections, including those without a Hello
 * @param uids allowed users besides the owner's
 * @param gids allowed groups
 * @param mode of the socket's file
 * @param precondition checked under the lock before the socket is bound
 */
public record ListenerOptions(boolean anyUser, int maxConnections, Set<Integer> uids, Set<Integer> gids,
        Set<PosixFilePermission> mode,
        BindPrecondition precondition) {}
