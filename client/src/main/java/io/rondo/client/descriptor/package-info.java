/**
 * Shared memory by descriptor: the owner passes its segment over the socket, and the peer maps it. Messages run through the
 * ring as with a segment by path; a session with the owner tells the peer whether the owner lives.
 */
package io.rondo.client.descriptor;
