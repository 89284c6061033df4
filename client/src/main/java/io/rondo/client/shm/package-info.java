/** The shared-memory transport: participants of segments behind the public interfaces. */
package io.rondo.client.shm;
