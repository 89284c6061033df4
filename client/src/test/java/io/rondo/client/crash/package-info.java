/** Processes that die at every step of the protocol. */
package io.rondo.client.crash;
