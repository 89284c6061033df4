/** Publish and subscribe over a queue. */
package io.rondo.examples.pubsub;
