/**
 * Entry points: {@link io.rondo.perf.Perf} measures Rondo beside its competitors, {@link io.rondo.perf.Soak} kills
 * producers.
 */
package io.rondo.perf;
