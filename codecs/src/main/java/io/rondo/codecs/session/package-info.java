/**
 * The session over a socket: its messages, encoded to and decoded from frames, whoever moves the bytes. The protocol they
 * belong to is described in the README of this module.
 */
package io.rondo.codecs.session;
