package io.rondo.perf.peer;

import java.nio.file.Path;

/**
 * What a pair of processes agrees on.
 *
 * @param directory private to the pair, on tmpfs
 * @param capacity bytes a ring holds, a power of two
 * @param streaming whether messages flow one way (rather than to and fro)
 * @param leader true in exactly one process of the pair
 */
public record PeerSettings(Path directory, int capacity, boolean streaming, boolean leader) {}
