/** Competitors for messages that are distributed among consumers. */
package io.rondo.perf.competitor.work;
