/** The measured processes: one side of a competitor, controlled by lines on standard input. */
package io.rondo.perf.worker;
