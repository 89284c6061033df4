/** The sockets of owners until their first peer: no class of Netty is loaded. */
package io.rondo.client.socket.deferred;
