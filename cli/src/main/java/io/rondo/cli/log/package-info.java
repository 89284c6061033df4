/** {@code log}: lists, describes, verifies and prints logs. */
package io.rondo.cli.log;
