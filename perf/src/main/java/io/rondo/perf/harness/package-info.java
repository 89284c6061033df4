/** Starts the measured processes, interleaves their slices and collects their samples. */
package io.rondo.perf.harness;
