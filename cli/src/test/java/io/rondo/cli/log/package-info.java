/** Tests of the commands that look at logs. */
package io.rondo.cli.log;
