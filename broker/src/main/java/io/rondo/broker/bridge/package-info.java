/** Bridges: channels of this host on Aeron streams, and Aeron streams on channels of this host. */
package io.rondo.broker.bridge;
