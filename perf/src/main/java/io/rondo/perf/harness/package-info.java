/** What starts the measured processes, interleaves their slices, and turns the results into ratios and tables. */
package io.rondo.perf.harness;
