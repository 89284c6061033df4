/** The connecting side of a session: a queue's publisher and a topic's subscriber. */
package io.rondo.client.socket.peer;
