/** Brings a log into order after a crash: finds its end, replaces damaged files, cuts what was not synced and is torn. */
package io.rondo.broker.log.recovery;
