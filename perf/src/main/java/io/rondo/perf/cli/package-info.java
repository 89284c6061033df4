/** The command line of {@code rondo perf}: what to measure, how far it is, and where the results go. */
package io.rondo.perf.cli;
