/** The HTTP endpoint of the broker: metrics for Prometheus and probes for supervisors. */
package io.rondo.broker.http;
