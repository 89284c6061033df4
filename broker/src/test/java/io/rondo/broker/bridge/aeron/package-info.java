/** Tests of the media driver and of the streams' URIs. */
package io.rondo.broker.bridge.aeron;
