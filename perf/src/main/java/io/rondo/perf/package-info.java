/** {@link io.rondo.perf.Perf} runs the same messages through Rondo and its peers, side by side; {@link io.rondo.perf.Soak} kills. */
package io.rondo.perf;
