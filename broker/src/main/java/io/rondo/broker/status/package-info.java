/** What the broker tells about itself: for {@code rondo broker status}, for probes, and as the source of its metrics. */
package io.rondo.broker.status;
