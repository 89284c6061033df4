/** {@code bridge}: local channels on Aeron streams, and Aeron streams on local channels. */
package io.rondo.cli.bridge;
