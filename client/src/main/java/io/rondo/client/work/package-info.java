/** Work queues: their subscriber over any transport, and dead letters. */
package io.rondo.client.work;
