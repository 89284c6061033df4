/** Tests of the files of a channel's socket. */
package io.rondo.client.socket.files;
