package io.rondo.client.socket;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * How an owner listens.
 *
 * @param maxConnections the most at once, those that have not said Hello included
 * @param uids users let in besides the owner's own
 * @param gids groups let in
 * @param mode of the socket's file
 * @param precondition checked when it begins to listen
 */
record ListenerOptions(int maxConnections, Set<Integer> uids, Set<Integer> gids, Set<PosixFilePermission> mode,
        BindPrecondition precondition) {}
