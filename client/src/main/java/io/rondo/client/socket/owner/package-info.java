/** The listening side of a session: the listener, accepted sessions, and the channel that they use. */
package io.rondo.client.socket.owner;
