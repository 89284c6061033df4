/** A soak: the producers of a queue are killed and restarted, and every message is checked. */
package io.rondo.perf.soak;
