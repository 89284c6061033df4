/** The {@code rondo} command line. {@link io.rondo.cli.Main} starts it. */
package io.rondo.cli;
