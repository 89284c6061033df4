/** Runs agents that may wait for the disk. */
package io.rondo.broker.thread;
