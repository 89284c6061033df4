/** Tests of {@code replay}. */
package io.rondo.cli.replay;
