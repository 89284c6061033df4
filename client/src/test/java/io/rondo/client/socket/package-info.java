/** Tests of sessions over sockets, with valid, faulty, slow and killed peers. */
package io.rondo.client.socket;
