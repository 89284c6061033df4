/** Wait sets: one thread that serves many subscribers. */
package io.rondo.client.waitset;
