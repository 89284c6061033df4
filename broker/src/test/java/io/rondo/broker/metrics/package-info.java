/** Tests of the metrics. */
package io.rondo.broker.metrics;
