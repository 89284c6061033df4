/** Tests of {@code work}. */
package io.rondo.cli.work;
