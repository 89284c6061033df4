package io.rondo.client.sequenced;

import io.rondo.core.segment.ChannelName;
import java.time.Duration;
import java.util.Arrays;

/**
 * A request to the broker: one line of ASCII text, fields separated by a space. The first field is the version of the
 * protocol, the second the request, the third the topic:
 *
 * <pre>
 * 1 open TOPIC [capacity=N] [max-message=N] [max-participants=N] [schema=ID:VERSION] [fence-side=SIDE] [file-mode=OCTAL] [durability=D]
 * 1 producer TOPIC ID
 * 1 subscribe TOPIC NAME SEQUENCE
 * 1 unsubscribe TOPIC NAME
 * </pre>
 *
 * <p>The line {@link #STATUS} is answered with {@code ok} and the status of the broker as JSON on the same line.
 */
public sealed interface BrokerRequest
        permits TopicRequest, ProducerRequest, SubscribeRequest, UnsubscribeRequest {
    /** The most bytes of a request, its newline included. */
    int MAX_LENGTH = 512;

    /**
     * The longest time for which a client repeats a request: a broker creates files, forces them to disk and may sequence a
     * full ingress first. On a host with many more runnable threads than cores, 15 seconds were too short.
     */
    Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The longest time for which a broker keeps a connection. It answers then that it is not ready, and a client that is
     * patient asks again.
     */
    Duration LONGEST_EXCHANGE = PATIENCE.dividedBy(3);

    /** The request for the status of the broker. It has no topic, and is answered also while the broker recovers or ends. */
    String STATUS = "1 status";

    /** Returns the name of the topic. */
    String topic();

    /** Returns the line, without a newline. */
    String toLine();

    /**
     * Parses a line that a client sent.
     *
     * @param line without its newline
     * @return the request
     * @throws IllegalArgumentException if it is no valid request; the message names the field
     */
    static BrokerRequest parse(String line) {
        int arguments = 3;
        String[] fields = line.split(" ", -1);
        if (fields.length < arguments || !fields[0].equals("1")) {
            throw new IllegalArgumentException("'" + abbreviated(line) + "' is no request of version 1");
        }
        String topic = ChannelName.require(fields[2]);
        ChannelName.ingress(topic);
        String[] rest = Arrays.copyOfRange(fields, arguments, fields.length);
        return switch (fields[1]) {
            case TopicRequest.NAME -> TopicRequest.parse(topic, rest);
            case ProducerRequest.NAME -> new ProducerRequest(topic, Long.parseLong(exactly(rest, 1)[0]));
            case SubscribeRequest.NAME ->
                new SubscribeRequest(topic, exactly(rest, 2)[0], Long.parseLong(rest[1]));
            case UnsubscribeRequest.NAME -> new UnsubscribeRequest(topic, exactly(rest, 1)[0]);
            default -> throw new IllegalArgumentException("'" + abbreviated(line) + "' is no known request");
        };
    }

    private static String[] exactly(String[] fields, int count) {
        if (fields.length != count) {
            throw new IllegalArgumentException("the request has " + fields.length + " fields behind the topic, not "
                    + count);
        }
        return fields;
    }

    /** Returns the beginning of a line. */
    static String line(String request, String topic) {
        return "1 " + request + " " + topic;
    }

    /** Returns text from outside as messages show it. */
    static String abbreviated(String text) {
        int most = 64;
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= most ? printable : printable.substring(0, most) + "...";
    }
}
