/** Threads that sleep elsewhere and receive through a wait set. */
package io.rondo.perf.competitor.set;
