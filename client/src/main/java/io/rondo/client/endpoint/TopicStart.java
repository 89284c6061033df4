package io.rondo.client.endpoint;

/**
 * Where a consumer of a topic in shared memory begins.
 *
 * @param segment identifies the segment: random, not 0
 * @param messagesBefore number of the topic's messages before the first that the consumer may see
 */
public record TopicStart(long segment, long messagesBefore) {}
