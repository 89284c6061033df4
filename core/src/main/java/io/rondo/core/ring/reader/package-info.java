/** The consumer side of a ring: read, confirm, join a topic, recover claims of dead producers. */
package io.rondo.core.ring.reader;
