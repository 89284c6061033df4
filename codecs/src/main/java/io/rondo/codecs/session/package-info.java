/**
 * The session over a socket: its messages, encoded to and decoded from frames, without a connection. {@code
 * docs/formats/session-protocol.md} describes the protocol.
 */
package io.rondo.codecs.session;
