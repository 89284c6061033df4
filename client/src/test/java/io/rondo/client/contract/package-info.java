/**
 * What every channel promises, whatever its ring and its transport: one interface per theme, all run by each subclass of
 * {@link io.rondo.client.contract.ChannelContract}.
 */
package io.rondo.client.contract;
