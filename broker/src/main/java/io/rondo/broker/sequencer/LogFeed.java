package io.rondo.broker.sequencer;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What other threads need to read the log of a topic. Thread-safe.
 *
 * @param logId id of the log in which the topic was sequenced; 0 if a copy does not know it yet
 * @param directory of the files
 * @param durable the last sequence that has the durability of the topic; loaded with acquire
 */
public record LogFeed(LongSupplier logId, Path directory, LongSupplier durable) {}
