/** {@code rondo check}: the state of the channels and the broker as a monitoring plugin reports it. */
package io.rondo.cli.check;
