/** The transports under measurement, behind one small interface. */
package io.rondo.perf.peer;
