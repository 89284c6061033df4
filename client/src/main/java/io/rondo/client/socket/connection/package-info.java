/** Connections over Netty: frames in and out, the event loop, and its lease to a polling consumer. */
package io.rondo.client.socket.connection;
