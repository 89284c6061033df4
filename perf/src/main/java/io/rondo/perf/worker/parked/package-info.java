/** The slices of processes that sleep during the measurement. */
package io.rondo.perf.worker.parked;
