/** Records the plain topics that the configuration names, as {@code rondo record} does. */
package io.rondo.broker.recording.topics;
