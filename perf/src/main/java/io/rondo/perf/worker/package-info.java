/** What runs in the measured processes: one side of one transport, told by lines on standard input when to run. */
package io.rondo.perf.worker;
