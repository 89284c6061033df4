package io.rondo.broker;

import io.rondo.broker.http.HttpSettings;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A broker with an HTTP endpoint, and traffic on channels of each kind. */
abstract class LiveEndpoint extends BrokerFixture {
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)\\})? (\\S+)");

    private final List<AutoCloseable> endpoints = new ArrayList<>();
    private HttpClient client;

    /** A line of the text format. */
    record Sample(String name, String labels, double value) {}

    @BeforeEach
    final void openClient() {
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    final void closeClient() throws Exception {
        for (AutoCloseable endpoint : endpoints.reversed()) {
            endpoint.close();
        }
        client.close();
    }

    /** An endpoint with a free port. */
    static HttpSettings http(int maxChannels) {
        return new HttpSettings(true, "127.0.0.1", 0, maxChannels);
    }

    final Broker startWithEndpoint(int maxChannels) {
        return startBroker(settings(Durability.MEMORY, RetentionPolicy.UNLIMITED).http(http(maxChannels)));
    }

    final <T extends AutoCloseable> T keep(T endpoint) {
        endpoints.add(endpoint);
        return endpoint;
    }

    /** Publishes on a queue, a topic, a topic without a log, and one with a durable subscription that has confirmed 2 of 5. */
    final void publishOnAllKinds() {
        Publisher queue = keep(rondo().queue("jobs").publisher());
        publish(queue, 1, 3);
        Publisher topic = keep(rondo().topic("ticks").capacity(1 << 20).publisher());
        Subscriber ticks = keep(rondo().topic("ticks").subscriber());
        publish(topic, 1, 4);
        while (ticks.poll((buffer, offset, length) -> {
            // Its content is of no interest.
        }, 10) == 0) {
            Thread.onSpinWait();
        }
        SequencedPublisher fast = keep(rondo().sequencedTopic("fast").durability(Durability.MEMORY).publisher());
        publish(fast, 1, 2);
        awaitConfirmed(fast, 2);
        SequencedPublisher orders = keep(rondo().sequencedTopic(TOPIC).durability(Durability.DISK).publisher());
        SequencedSubscriber audit = keep(rondo().sequencedTopic(TOPIC).durable("audit").subscriber());
        publish(orders, 1, 5);
        awaitConfirmed(orders, 5);
        read(audit, 2);
    }

    /** Returns a port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        }
    }

    final HttpResponse<String> get(Broker broker, String path, String... headers) throws Exception {
        return get(broker.httpAddress().getPort(), path, headers);
    }

    final HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    final List<Sample> scrape(Broker broker) throws Exception {
        return scrape(broker.httpAddress().getPort());
    }

    final List<Sample> scrape(int port) throws Exception {
        List<Sample> samples = new ArrayList<>();
        get(port, "/metrics").body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher matcher = SAMPLE.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError("no sample: " + line);
            }
            samples.add(new Sample(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2),
                    Double.parseDouble(matcher.group(3))));
        });
        return samples;
    }

    /** Returns the value of the only sample with a name and these labels, in any order. */
    final double value(Broker broker, String name, String... labels) throws Exception {
        List<Sample> found = scrape(broker).stream().filter(sample -> sample.name().equals(name)
                && List.of(labels).stream().allMatch(label -> sample.labels().contains(label))).toList();
        if (found.size() != 1) {
            throw new AssertionError(name + " " + List.of(labels) + " is there " + found.size() + " times: " + found);
        }
        return found.getFirst().value();
    }

    final void awaitValue(Broker broker, double expected, String name, String... labels) {
        Watchdog.await(name + " " + expected, () -> {
            try {
                return value(broker, name, labels) == expected;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
