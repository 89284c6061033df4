/** Tests of the broker's socket. */
package io.rondo.broker.control;
