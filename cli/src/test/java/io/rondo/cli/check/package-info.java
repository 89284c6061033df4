/** Tests of {@code rondo check}. */
package io.rondo.cli.check;
