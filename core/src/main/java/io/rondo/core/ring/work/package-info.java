/**
 * The consumer side of a work queue: consumers compete for the messages, hold them in place, and acknowledge or return each.
 * The producer side is {@code ring.writer}, with one difference in how claims are shown.
 */
package io.rondo.core.ring.work;
