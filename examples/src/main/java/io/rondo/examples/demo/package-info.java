/**
 * Two processes that trade orders: the {@link io.rondo.examples.demo.Trader} sends them over a queue, the
 * {@link io.rondo.examples.demo.Exchange} answers over a topic, and both count and sum up everything they see.
 */
package io.rondo.examples.demo;
