/**
 * Rondo's public API: {@link io.rondo.client.Rondo} opens channels, a {@link io.rondo.client.Publisher} writes to one, a
 * {@link io.rondo.client.Subscriber} reads from one.
 */
package io.rondo.client;
