package io.rondo.broker.log.recovery;

/**
 * Records at or below the synced mark that are damaged: they were on the disk once.
 *
 * @param file path of the file, which is kept under the name with {@code .damaged}; or of the file behind a missing one
 * @param firstSequence first message that is lost
 * @param lastSequence last message that is lost; less than the first if none is
 * @param text what is wrong
 */
public record Damage(String file, long firstSequence, long lastSequence, String text) {}
