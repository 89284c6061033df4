/** What starts the measured processes, interleaves their slices, and collects what they measured. */
package io.rondo.perf.harness;
