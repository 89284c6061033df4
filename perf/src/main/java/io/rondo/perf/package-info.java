/** {@link io.rondo.perf.Compare} runs the same messages through Rondo and its peers, side by side. */
package io.rondo.perf;
