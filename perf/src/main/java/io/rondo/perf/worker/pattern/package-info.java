/** The slices of services and work queues. */
package io.rondo.perf.worker.pattern;
