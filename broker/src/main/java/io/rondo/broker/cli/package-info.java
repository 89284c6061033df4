/** The {@code rondo} command line. {@link io.rondo.broker.cli.Main} starts it. */
package io.rondo.broker.cli;
