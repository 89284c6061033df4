package io.rondo.client.connect;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.RondoException;
import io.rondo.client.endpoint.Endpoint;
import io.rondo.client.endpoint.PublisherEndpoint;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.service.RequestLeases;
import io.rondo.client.service.RequesterEndpoint;
import io.rondo.client.service.ResponderEndpoint;
import io.rondo.client.service.ResponderThreads;
import io.rondo.client.service.ServiceSettings;
import io.rondo.client.service.WorkLeases;
import io.rondo.client.service.response.ResponseQueues;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.WorkQueueSettings;
import io.rondo.client.work.WorkSubscription;
import io.rondo.core.segment.ChannelName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Opens the requesters and responders of a service.
 *
 * @param service the name
 * @param opener opens publishers and subscribers
 * @param keep notes an endpoint, which ends with the {@code Rondo}
 */
record ServiceOpener(String service, EndpointOpener opener, Consumer<Endpoint> keep) {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** A larger response queue takes milliseconds to map, in which the responder answers no other requester. */
    private static final int MAX_CAPACITY_AT_ONCE = 4 << 20;
    /** How long closing waits for responses under way over sockets. */
    private static final Duration RESPONSE_LINGER = Duration.ofMillis(500);

    /** The response queue comes first, so that the responder finds it when it gets a request. */
    RequesterEndpoint requester(ServiceSettings settings) {
        ChannelName.requireService(service);
        long id = randomId();
        String queue = ChannelName.responses(service, id);
        SubscriberEndpoint responses = kept(opener.subscriber(queue, settings.responses()));
        try {
            // Requests in flight have no outcome after the end of the requester, so closing does not wait for them.
            PublisherEndpoint requests = kept(
                    opener.publisher(service, settings.channel().linger(Duration.ZERO)));
            return new RequesterEndpoint(service, id, settings.deadlineNanos(), threads(), requests, responses,
                    () -> opener.removeSegment(queue));
        } catch (RuntimeException | Error e) {
            responses.close();
            throw e;
        }
    }

    private static long randomId() {
        long id;
        do {
            id = RANDOM.nextLong();
        } while (id == 0);
        return id;
    }

    ResponderEndpoint responder(ServiceSettings settings) {
        ChannelName.requireService(service);
        boolean competing = opener.isWorkQueue(service, settings.channel());
        try {
            return competing ? competingResponder(settings) : onlyResponder(settings);
        } catch (ChannelMismatchException e) {
            if (opener.isWorkQueue(service, settings.channel()) == competing) {
                throw e;
            }
            // Another process has created or replaced the service meanwhile.
            return responder(settings);
        }
    }

    private ResponderEndpoint onlyResponder(ServiceSettings settings) {
        ResponderEndpoint responder = responder(settings, kept(opener.subscriber(service, settings.channel())),
                RequestLeases.NONE);
        responder.detectOwnCalls();
        return responder;
    }

    private ResponderEndpoint competingResponder(ServiceSettings settings) {
        WorkSubscription requests = opener.workSubscriber(service, WorkQueueSettings.of(settings.channel()));
        ResponderEndpoint responder = responder(settings, kept(requests.subscriberEndpoint()),
                new WorkLeases(requests));
        if (!opener.mayHaveCompetingResponders(service)) {
            responder.detectOwnCalls();
        }
        return responder;
    }

    private ResponderEndpoint responder(ServiceSettings settings, SubscriberEndpoint requests, RequestLeases leases) {
        return new ResponderEndpoint(service, settings.deliverExpired(), threads(), requests, leases,
                queues(settings.toResponses(RESPONSE_LINGER)));
    }

    private ResponderThreads threads() {
        return new ResponderThreads(opener.directory().resolve(service).toString());
    }

    private ResponseQueues queues(ChannelSettings settings) {
        return new ResponseQueues() {
            @Override
            public PublisherEndpoint tryAttach(String name) {
                return keptIfAny(opener.tryAttach(name, settings, MAX_CAPACITY_AT_ONCE));
            }

            @Override
            public PublisherEndpoint attach(String name) {
                return keptIfAny(opener.attach(name, settings));
            }
        };
    }

    private PublisherEndpoint keptIfAny(PublisherEndpoint endpoint) {
        return endpoint == null ? null : kept(endpoint);
    }

    private <T extends Endpoint> T kept(T endpoint) {
        try {
            keep.accept(endpoint);
            return endpoint;
        } catch (RondoException e) {
            endpoint.close();
            throw e;
        }
    }
}
