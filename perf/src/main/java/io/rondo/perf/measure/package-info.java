/** What is measured: the vocabulary that the command line, the harness, its workers and the reports share. */
package io.rondo.perf.measure;
