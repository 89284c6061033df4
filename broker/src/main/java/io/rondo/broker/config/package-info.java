/** The configuration of the broker's process: reads, checks and compares it. */
package io.rondo.broker.config;
