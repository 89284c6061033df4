/** A Netty event loop that consumes a channel. */
package io.rondo.examples.eventloop;
