/** Sequenced topics over the sockets of the broker. */
package io.rondo.client.sequenced.socket;
