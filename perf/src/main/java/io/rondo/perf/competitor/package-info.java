/** The competitors: configurations of Rondo and transports of other projects. */
package io.rondo.perf.competitor;
