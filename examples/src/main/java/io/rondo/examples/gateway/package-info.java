/** A small trading system: two gateways, an engine, and a display that is slower than the market. */
package io.rondo.examples.gateway;
