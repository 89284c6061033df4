/** Tests that kill the broker and its clients. */
package io.rondo.broker.crash;
