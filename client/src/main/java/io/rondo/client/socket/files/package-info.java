/** The files of a channel's socket: their directory, the channel's lock, and replacing the socket of a dead owner. */
package io.rondo.client.socket.files;
