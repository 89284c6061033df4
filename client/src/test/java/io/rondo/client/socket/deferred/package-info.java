/** Tests of the sockets of owners before their first peer. */
package io.rondo.client.socket.deferred;
