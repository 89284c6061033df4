/** Tests of {@code record}. */
package io.rondo.cli.record;
