/** The producer side of a ring: claim, commit, abort, and the limits of writing. */
package io.rondo.core.ring.writer;
