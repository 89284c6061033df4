/** Formats of messages outside a channel, as {@code pub} reads and {@code sub} writes them. */
package io.rondo.cli.format;
