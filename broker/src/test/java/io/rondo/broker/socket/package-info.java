/** Peers of topics that write frames themselves. */
package io.rondo.broker.socket;
