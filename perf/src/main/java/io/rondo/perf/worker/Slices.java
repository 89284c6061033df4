package io.rondo.perf.worker;

import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import io.rondo.perf.peer.Peer;
import java.io.IOException;

/** What a process of a group does, by the point's pattern and its role. */
final class Slices {
    private static final String FORWARD = "forward";
    private static final String BACK = "back";

    private Slices() {}

    /** Opens the process's ends of the channels; what it then does is in the slice. */
    static Slice of(Peer peer, Assignment assignment) throws IOException {
        Point point = assignment.settings().point();
        Role role = assignment.settings().role();
        boolean produces = role.side() == Side.PRODUCER;
        return switch (point.pattern()) {
            case ROUND_TRIP, PARKED_ROUND_TRIP -> roundTrip(peer, point, produces);
            case ONE_WAY, FAN_OUT -> produces
                    ? new Producer(peer, FORWARD, new Payload(point.length()), role.index(), point.copy())
                    : new Consumer(peer, FORWARD, new Payload(point.length()), point.producers());
            case OPEN_LOOP -> paced(peer, new TimedPayload(point.length()), Schedule.steady(point.rate()), produces);
            case BURSTS -> paced(peer, new TimedPayload(point.length()), Schedule.bursts(point.rate()), produces);
            case REPLAY -> replay(peer, assignment.capture(), produces);
            case PARKED_CHANNELS -> parked(peer, point, produces);
        };
    }

    private static Slice roundTrip(Peer peer, Point point, boolean produces) {
        Payload payload = new Payload(point.length());
        return produces
                ? new PingPong(peer, FORWARD, BACK, payload, point.pattern() == Pattern.ROUND_TRIP)
                : new Echo(peer, BACK, FORWARD, payload);
    }

    private static Slice replay(Peer peer, Capture capture, boolean produces) throws IOException {
        CapturedMessages messages = new CapturedMessages(capture);
        return paced(peer, messages, messages, produces);
    }

    private static Slice paced(Peer peer, TimedMessages messages, Schedule schedule, boolean produces) {
        return produces
                ? new PacedProducer(peer, FORWARD, messages, schedule)
                : new PacedConsumer(peer, FORWARD, messages);
    }

    private static Slice parked(Peer peer, Point point, boolean produces) {
        int length = Math.max(point.length(), Long.BYTES);
        return produces
                ? new ParkedProducer(peer, FORWARD, new Payload(length), point.channels())
                : new ParkedConsumers(peer, FORWARD, length, point.channels());
    }
}
