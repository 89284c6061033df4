package io.rondo.client;

import java.time.Duration;

/**
 * The description of a service: many requesters send requests to one responder or to several that compete, and a responder
 * answers each with one response or several. Immutable, and thread-safe; each setter returns a changed copy. {@link
 * #requester()} and {@link #responder()} create the service if it does not exist, and attach.
 *
 * <pre>{@code
 * try (Responder responder = rondo.service("quotes").responder();
 *      Requester requester = rondo.service("quotes").requester()) {
 *     requester.send(buffer, 0, length);
 *     responder.receive(request -> request.reply(request.buffer(), request.offset(), request.length()), 16,
 *             Duration.ofSeconds(1));
 *     requester.receive(response -> use(response.buffer(), response.offset(), response.length()), 16,
 *             Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p>Requests travel in a queue with the name of the service, and wait there while no responder is attached. Responses
 * travel in one ephemeral queue per requester. Every request ends in exactly one {@link Outcome}, at its deadline at
 * the latest. A request is delivered to a handler at most once, unless the service is {@linkplain #idempotent()
 * idempotent}.
 *
 * <p>The properties of the request queue (capacity, longest request, schema, ephemeral, file mode, fence side, maximum
 * number of participants, number of responders, idempotent) apply when it is created. On a service that exists, those
 * that were set must match. The other settings belong to the endpoint alone.
 */
public interface Service {
    /**
     * The service's name.
     *
     * @return the name
     */
    String name();

    /**
     * Sets the size of the data region of the request queue; 1 MiB by default. A request takes its length and 32 bytes,
     * rounded up to a multiple of 64.
     *
     * @param bytes a power of two from 4096 to 512 MiB
     * @return a changed copy
     * @throws IllegalArgumentException if it is not such a power of two
     */
    Service capacity(int bytes);

    /**
     * Sets the size of the data region of a requester's response queue; 64 KiB by default. A response takes its length
     * and 24 bytes, rounded up to a multiple of 64, until the requester polls it. The longest response is half the size
     * less 24 bytes. For requesters; has no effect on a responder.
     *
     * @param bytes a power of two from 4096 to 512 MiB
     * @return a changed copy
     * @throws IllegalArgumentException if it is not such a power of two
     */
    Service responseCapacity(int bytes);

    /**
     * Sets the length of the longest request; by default the greatest that the capacity allows, which is half the capacity
     * less 32 bytes.
     *
     * @param bytes from 0
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative; a length that does not fit the capacity is found on opening
     */
    Service maxMessageLength(int bytes);

    /**
     * Sets the SBE schema of requests; by default 0 and 0, which stand for any. Compared when a participant attaches to the
     * request queue; response queues have none.
     *
     * @param id from 0 to 65535
     * @param version from 0 to 65535
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    Service schema(int id, int version);

    /**
     * Sets whether the service is removed with its last participant; false by default.
     *
     * @param ephemeral true to remove it
     * @return a changed copy
     */
    Service ephemeral(boolean ephemeral);

    /**
     * Sets the mode of the service's files; 0600 by default.
     *
     * @param mode 0600 or 0660
     * @return a changed copy
     * @throws IllegalArgumentException if it is neither
     */
    Service fileMode(int mode);

    /**
     * Sets the side that runs the memory fence of a wake-up; by default the sleeper where the kernel has {@code membarrier},
     * the waker elsewhere.
     *
     * @param side the side
     * @return a changed copy
     */
    Service fenceSide(FenceSide side);

    /**
     * Sets how many requesters may be attached at the same time; 64 by default.
     *
     * @param count from 1 to 1024
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    Service maxParticipants(int count);

    /**
     * Sets how many responders may be attached at the same time; 1 by default. Several compete for the requests: each
     * request is handled by one of them, and held by it until its last response.
     *
     * @param most from 1 to 512, and not more than {@link #maxParticipants}
     * @return a changed copy
     * @throws IllegalArgumentException if out of range; more responders than participants are found on opening
     */
    Service responders(int most);

    /**
     * As {@link #idempotent(int)} with 5 deliveries.
     *
     * @return a changed copy
     */
    Service idempotent();

    /**
     * Sets that requests may be handled more than once: if its responder ended before the last response, a request is
     * delivered to another responder, or to the next one. By default it ends with {@link Outcome#RESPONDER_DIED}, as
     * after the given number of deliveries. Parts of a stream from two responders are not joined: the request then ends
     * with {@link Outcome#RESPONDER_DIED}, too.
     *
     * @param maxDeliveries from 2 to 1023
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    Service idempotent(int maxDeliveries);

    /**
     * Sets the time in which a request must be answered, if it is sent without another one; 5 s by default. For requesters;
     * has no effect on a responder.
     *
     * @param deadline from 1 ns to 20 days
     * @return a changed copy
     * @throws IllegalArgumentException if out of range
     */
    Service deadline(Duration deadline);

    /**
     * Sets whether expired requests are delivered; false by default. For responders; has no effect on a
     * requester.
     *
     * @param deliver true to deliver them
     * @return a changed copy
     */
    Service deliverExpired(boolean deliver);

    /**
     * Sets the transport of this endpoint; by default {@link RondoConfig#transport()}.
     *
     * @param transport the transport
     * @return a changed copy
     */
    Service transport(Transport transport);

    /**
     * Sets how this endpoint waits; {@link WaitStrategy#spinThenPark()} by default.
     *
     * @param strategy the strategy
     * @return a changed copy
     */
    Service waitStrategy(WaitStrategy strategy);

    /**
     * Allows a further user to connect to the sockets of this endpoint: a responder's for requests, or a requester's for
     * responses. The user must be able to reach the socket's file, too.
     *
     * @param uid the user
     * @return a changed copy
     */
    Service allowUid(int uid);

    /**
     * Allows the members of a group to connect to the sockets of this endpoint, as {@link #allowUid}. Only the
     * effective group of a process counts.
     *
     * @param gid the group
     * @return a changed copy
     */
    Service allowGid(int gid);

    /**
     * Opens or creates the service and attaches as a requester. May wait as {@link Channel#publisher()} does. Succeeds also
     * without a responder.
     *
     * @return a requester, to be closed
     * @throws IllegalArgumentException if the settings do not fit together
     * @throws InterruptedWaitException if the thread is interrupted while it waits for a lock
     * @throws ClosedException if the {@link Rondo} is closed
     * @throws RondoException if the service cannot be opened; the subclass and the message state the reason
     */
    Requester requester();

    /**
     * Opens or creates the service and attaches as its responder, or one of its responders. May wait as {@link
     * Channel#publisher()} does.
     *
     * @return a responder, to be closed
     * @throws IllegalArgumentException if the settings do not fit together
     * @throws ChannelInUseException if the service has as many live responders as it takes
     * @throws InterruptedWaitException if the thread is interrupted while it waits for a lock
     * @throws ClosedException if the {@link Rondo} is closed
     * @throws RondoException if the service cannot be opened; the subclass and the message state the reason
     */
    Responder responder();
}
