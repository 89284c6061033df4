/** Deletes the oldest files of a log. */
package io.rondo.broker.log.retention;
