/** Aeron, as bridges use it: the media driver, clients of it, and the streams. */
package io.rondo.broker.bridge.aeron;
