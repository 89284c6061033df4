/** The broker: sequenced topics of one directory. {@link io.rondo.broker.Broker} can be embedded. */
package io.rondo.broker;
