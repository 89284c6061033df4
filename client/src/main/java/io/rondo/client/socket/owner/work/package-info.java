/** Connected subscribers of work queues, as the owner serves them. */
package io.rondo.client.socket.owner.work;
