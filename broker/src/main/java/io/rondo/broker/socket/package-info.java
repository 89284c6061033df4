/** The sockets of topics, for clients without shared memory. */
package io.rondo.broker.socket;
