/** Tests of the threads of agents. */
package io.rondo.broker.thread;
