/** What an owner does with its connections, whatever comes over them. */
package io.rondo.client.socket;
