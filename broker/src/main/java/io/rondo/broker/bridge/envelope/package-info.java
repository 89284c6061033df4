/** The messages of bridges on streams, as bytes. */
package io.rondo.broker.bridge.envelope;
