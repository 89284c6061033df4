/** Placeholder. */
package io.rondo.perf;
