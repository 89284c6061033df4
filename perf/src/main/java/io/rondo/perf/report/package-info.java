/**
 * Reports of a {@link io.rondo.perf.measure.Run}: tables, bars, JSON, a page with charts, and the comparison of two
 * runs.
 */
package io.rondo.perf.report;
