/**
 * Two processes that trade orders: the {@link io.rondo.examples.demo.Trader} sends them over a queue, the
 * {@link io.rondo.examples.demo.Exchange} answers over a topic, and both verify every message.
 */
package io.rondo.examples.demo;
