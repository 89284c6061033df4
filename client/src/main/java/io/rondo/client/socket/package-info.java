/** Channels over Unix-domain sockets: opens endpoints and observes the sockets of a directory. */
package io.rondo.client.socket;
