/** Chronicle Queue as a competitor. */
package io.rondo.perf.competitor.chronicle;
