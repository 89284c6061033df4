/** Netty as a competitor. */
package io.rondo.perf.competitor.netty;
