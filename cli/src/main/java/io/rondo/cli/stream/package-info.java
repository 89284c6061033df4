/** The commands that move messages: {@code pub}, {@code sub} and {@code tail}. */
package io.rondo.cli.stream;
