/** The subscriber's side of work queues over sockets, and the frames of both sides. */
package io.rondo.client.socket.session.work;
