/**
 * The contract of every channel, for each kind and each transport: one class per theme, which runs for each {@link
 * io.rondo.client.contract.ChannelCase} that it applies to. Socket back ends and fence sides beyond these pass {@link
 * io.rondo.client.contract.SmokeTest}.
 */
package io.rondo.client.contract;
