package io.rondo.client.socket;

/**
 * Who takes part in a channel.
 *
 * @param producers how many live
 * @param consumers how many live
 */
record Census(int producers, int consumers) {}
