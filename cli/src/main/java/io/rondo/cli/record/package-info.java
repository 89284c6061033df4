/** {@code record}: records topics to logs. */
package io.rondo.cli.record;
