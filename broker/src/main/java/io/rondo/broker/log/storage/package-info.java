/** The files below the log: an interface, and its implementation by mapped files. */
package io.rondo.broker.log.storage;
