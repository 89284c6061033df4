/** Protocol state of a session, independent of Netty: windows, buffers and acknowledgements. */
package io.rondo.client.socket.session;
