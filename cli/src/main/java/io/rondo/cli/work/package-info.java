/** {@code work}: runs a command for each message of a work queue. */
package io.rondo.cli.work;
