/**
 * Channels over Unix-domain sockets. The owner of a channel listens ({@link io.rondo.client.socket.Listener}); a peer connects and
 * speaks the session of {@code codecs/README.md}. One event loop per process moves the bytes; what the caller's thread and the loop
 * share is a {@link io.rondo.client.socket.ByteRing}.
 */
package io.rondo.client.socket;
