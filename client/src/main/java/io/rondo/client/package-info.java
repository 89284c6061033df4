/**
 * Rondo's public API: {@link io.rondo.client.Rondo} opens channels, a {@link io.rondo.client.Publisher} writes to one, a
 * {@link io.rondo.client.Subscriber} reads from one.
 *
 * <ul>
 * <li>Connecting and describing channels: {@code Rondo}, {@code RondoConfig}, {@code Channel}, {@code Queue}, {@code Topic},
 * {@code SequencedTopic}, {@code Buffers}.
 * <li>Publishing and consuming: {@code Publisher}, {@code Claim}, {@code Subscriber}, {@code MessageHandler}, {@code
 * ControlledMessageHandler}, {@code Action}, {@code WaitSet}; of sequenced topics {@code SequencedPublisher}, {@code SequencedSubscriber},
 * {@code SequencedMessageHandler}.
 * <li>Settings: {@code WaitStrategy}, {@code SlowConsumer}, {@code StartPosition}, {@code Durability}, {@code Transport},
 * {@code SocketIo}, {@code FenceSide}.
 * <li>Exceptions: {@code RondoException} and its subclasses.
 * </ul>
 */
package io.rondo.client;
