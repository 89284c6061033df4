/** Which transport a channel is used over. */
package io.rondo.client.connect;
