/** The command line of {@code rondo perf}: options, plans, progress and result files. */
package io.rondo.perf.cli;
