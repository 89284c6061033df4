/** How messages look outside a channel: the formats of {@code pub} and {@code sub}. */
package io.rondo.cli.format;
