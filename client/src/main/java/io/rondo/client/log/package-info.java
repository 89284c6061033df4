/**
 * Reads the log of a channel (docs/formats/log.md) through read-only mappings, without a JVM flag. Not API: subscribers use
 * it for history, and the broker and the tools for recovery and verification.
 */
package io.rondo.client.log;
