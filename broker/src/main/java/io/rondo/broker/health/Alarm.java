package io.rondo.broker.health;

/**
 * A failure that lasts.
 *
 * @param kind what it is about
 * @param subject name of the topic or the thread; empty if it concerns the broker
 * @param blocking whether publishers wait until it ends
 * @param message what failed, and the remedy
 * @param since when it began, in milliseconds since the epoch
 */
public record Alarm(AlarmKind kind, String subject, boolean blocking, String message, long since) {}
