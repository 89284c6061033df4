/** Event loops, of Netty and of NIO, that consume a channel. */
package io.rondo.examples.eventloop;
