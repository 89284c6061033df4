/**
 * The vocabulary of the module: points, metrics, samples and runs, shared by command line, harness, workers and
 * reports.
 */
package io.rondo.perf.measure;
