/** Tests of the messages of bridges. */
package io.rondo.broker.bridge.envelope;
