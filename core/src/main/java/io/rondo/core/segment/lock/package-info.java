/** Locks of other processes on the file of a segment: the lock of all its participants, and the pace of attempts to take one. */
package io.rondo.core.segment.lock;
