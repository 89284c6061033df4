/** The socket on which a broker answers requests of clients. */
package io.rondo.broker.control;
