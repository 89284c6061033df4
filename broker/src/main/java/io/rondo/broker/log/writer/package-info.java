/** Appends records to the log, prepares its files and syncs them. */
package io.rondo.broker.log.writer;
