package io.rondo.client.socket.session;

/**
 * The number of live participants of a channel.
 *
 * @param producers live producers
 * @param consumers live consumers
 */
public record ParticipantCounts(int producers, int consumers) {}
