package io.rondo.core.ring;

/**
 * A record boundary and what came before it.
 *
 * @param position where the next record begins
 * @param messages number of messages before it, since the channel began
 */
public record Checkpoint(long position, long messages) {}
