/** {@code replay}: publishes the messages of a log again. */
package io.rondo.cli.replay;
