/** The commands that remove channels: {@code rm} and {@code clean}. */
package io.rondo.cli.remove;
