package io.rondo.core.ring;

/**
 * A record boundary, with the number of messages before it.
 *
 * @param position where the next record begins
 * @param messages number of messages before the position since the channel was created
 */
public record Checkpoint(long position, long messages) {}
