/** Tests of the listening side of a session. */
package io.rondo.client.socket.owner;
