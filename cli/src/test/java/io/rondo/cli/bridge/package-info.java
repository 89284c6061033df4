/** Tests of {@code rondo bridge}. */
package io.rondo.cli.bridge;
