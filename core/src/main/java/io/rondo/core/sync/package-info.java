/** Sleeping and waking between processes. */
package io.rondo.core.sync;
