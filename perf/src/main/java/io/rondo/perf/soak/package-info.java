/** A queue whose producers are killed all the time: every message is checked. */
package io.rondo.perf.soak;
