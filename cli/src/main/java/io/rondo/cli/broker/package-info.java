/** The process of the broker: {@code rondo broker}. */
package io.rondo.cli.broker;
