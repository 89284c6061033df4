/** The metrics of the broker and of all channels of its directory, collected when they are scraped. */
package io.rondo.broker.metrics;
