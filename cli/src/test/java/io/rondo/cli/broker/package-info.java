/** Tests of the broker's process. */
package io.rondo.cli.broker;
