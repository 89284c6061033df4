package io.rondo.client;

import java.time.Duration;

/**
 * The responder of a service, or one of several that compete for its requests. Each request is delivered to one handler
 * at most once: one that a responder took before it died is not delivered to another one, unless the service is
 * {@linkplain Service#idempotent() idempotent}. Expired requests are not delivered. A request that was cancelled while
 * it waited is delivered unless {@link Request#isCancelled()} of an earlier one has found the cancellation.
 *
 * <p>A responder belongs to one thread at a time; a call by a second thread throws {@link IllegalStateException} where it
 * is noticed. It must poll at least once a second to notice that requesters have ended.
 *
 * <p>After {@link #close()} every method but {@code close}, {@code expired}, {@code dropped}, {@code tooLong}, {@code
 * service} and {@code transport} throws {@link ClosedException}. So do the methods of its requests that answer or defer,
 * except in a handler of this responder.
 */
public interface Responder extends AutoCloseable {
    /**
     * Delivers the requests that are there. Never waits.
     *
     * @param handler called for each request
     * @param limit the most requests to deliver, from 1
     * @return the number delivered
     * @throws IllegalArgumentException if {@code limit} is not positive
     * @throws IllegalStateException if called by a handler of this responder, or this is in a wait set
     * @throws ClosedException after {@link #close()}
     * @throws RondoException as {@link Subscriber#poll}
     */
    int poll(RequestHandler handler, int limit);

    /**
     * Delivers the requests that are there, waiting for at least one. Throws also what {@link #poll} throws.
     *
     * @param handler called for each request
     * @param limit the most requests to deliver, from 1
     * @param timeout the longest wait; zero or less does not wait
     * @return the number delivered; 0 on timeout
     * @throws InterruptedWaitException if the thread is interrupted while it waits
     * @throws ClosedException after {@link #close()}, also by another thread during the wait
     */
    int receive(RequestHandler handler, int limit, Duration timeout);

    /**
     * Finds a deferred request.
     *
     * @param id returned by {@link Request#defer()}
     * @return the request; null if it has ended: answered, expired more than a second ago, or lost with its requester
     * @throws ClosedException after {@link #close()}
     */
    Request request(long id);

    /**
     * The number of deferred requests that have not ended. Any thread; exact for the responder's.
     *
     * @return from 0
     * @throws ClosedException after {@link #close()}
     */
    int deferred();

    /**
     * The number of response queues of requesters that this responder uses. Any thread; exact for the responder's.
     *
     * @return from 0
     * @throws ClosedException after {@link #close()}
     */
    int requesters();

    /**
     * The number of requests that were not delivered because their deadline had passed. Any thread, also after {@link
     * #close()}.
     *
     * @return the number since this responder attached
     */
    long expired();

    /**
     * The number of responses that were dropped because they did not fit, or because the requester was gone. Any thread,
     * also after {@link #close()}.
     *
     * @return the number since this responder attached
     */
    long dropped();

    /**
     * The number of responses that were not sent because they were longer than the requester's queue takes. Any thread,
     * also after {@link #close()}.
     *
     * @return the number since this responder attached
     */
    long tooLong();

    /**
     * The service's name.
     *
     * @return the name
     */
    String service();

    /**
     * The transport on which requests arrive.
     *
     * @return never {@link Transport#AUTO}
     */
    Transport transport();

    /**
     * Detaches. Any thread; idempotent. Requests that are open end with {@link Outcome#RESPONDER_DIED}; those that wait
     * in the queue are kept for the next responder.
     */
    @Override
    void close();
}
