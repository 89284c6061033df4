/**
 * Rondo's public API: {@link io.rondo.client.Rondo} opens channels, a {@link io.rondo.client.Publisher} writes to one, a
 * {@link io.rondo.client.Subscriber} reads from one.
 *
 * <ul>
 * <li>Connecting and describing channels: {@code Rondo}, {@code RondoConfig}, {@code Channel}, {@code Queue}, {@code Topic},
 * {@code WorkQueue}, {@code SequencedTopic}, {@code Service}, {@code Buffers}.
 * <li>Publishing and consuming: {@code Publisher}, {@code Claim}, {@code Subscriber}, {@code MessageHandler}, {@code
 * ControlledMessageHandler}, {@code Action}, {@code WaitSet}.
 * <li>Of sequenced topics: {@code SequencedPublisher}, {@code SequencedSubscriber}, {@code SequencedMessageHandler}.
 * <li>Of work queues: {@code WorkSubscriber}, {@code WorkHandler}, {@code WorkMessage}, {@code DeadLetter}.
 * <li>Requests and responses: {@code Requester}, {@code Responder}, {@code Request}, {@code Response}, {@code Outcome}.
 * <li>SBE messages: {@code SbeWriter}, {@code SbeDispatcher}.
 * <li>Settings: {@code WaitStrategy}, {@code SlowConsumer}, {@code StartPosition}, {@code Durability}, {@code Transport},
 * {@code SocketIo}, {@code FenceSide}.
 * <li>Exceptions: {@code RondoException} and its subclasses.
 * </ul>
 */
package io.rondo.client;
