package io.rondo.perf.worker;

import io.rondo.perf.competitor.CompetitorType;
import io.rondo.perf.measure.Capture;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.ManyChannels;
import io.rondo.perf.worker.parked.IdleProcess;
import io.rondo.perf.worker.parked.ParkedConsumers;
import io.rondo.perf.worker.parked.ParkedProducer;
import io.rondo.perf.worker.pattern.Answering;
import io.rondo.perf.worker.pattern.HandledRequests;
import io.rondo.perf.worker.pattern.Requests;
import io.rondo.perf.worker.pattern.WorkConsumer;
import io.rondo.perf.worker.pattern.WorkThreads;
import java.io.IOException;
import java.util.stream.IntStream;

/** Creates the slice of a process from the pattern of the point and the role. */
final class Slices {
    private static final String FORWARD = "forward";
    private static final String BACK = "back";
    private static final long HANDLING_NANOS = 5_000;

    private Slices() {}

    /** Opens the process's ends of the channels and returns its slice. */
    static Slice of(Competitor competitor, Assignment assignment) throws IOException {
        Point point = assignment.settings().point();
        Role role = assignment.settings().role();
        boolean produces = role.side() == Side.PRODUCER;
        if (role.side() == Side.RELAY) {
            return competitor.startRelay()
                    ? new Bystander()
                    : new Relay(competitor, FORWARD, Competitor.RELAYED, point.producers());
        }
        return switch (point.pattern()) {
            case ROUND_TRIP, PARKED_ROUND_TRIP, BRIDGED_ROUND_TRIP, CALL -> roundTrip(competitor, point, produces);
            case SET_ROUND_TRIP, PARKED_SET_ROUND_TRIP ->
                roundTrip(new ManyChannels(competitor, FORWARD, point.channels()), point, produces);
            case REQUESTS -> requests(competitor, assignment.settings(), produces);
            case HANDLED_REQUESTS -> handledRequests(competitor, assignment, produces);
            case WORK -> work(competitor, assignment, produces);
            case ONE_WAY, CAPACITY, MIXED_PUBLISHERS, FAN_OUT, LOGGED, BRIDGED, BESIDE_BRIDGE ->
                oneWay(competitor, point, role, FORWARD);
            case RELAYED, RECORDED, SYNCED -> oneWay(competitor, point, role, Competitor.RELAYED);
            case RELAYED_ROUND_TRIP, SYNCED_ROUND_TRIP ->
                new PingPong(competitor, FORWARD, Competitor.RELAYED, new Payload(point.length()),
                        point.pattern().isSpinningRoundTrip());
            case OPEN_LOOP ->
                paced(competitor, new TimedPayload(point.length()), Schedule.steady(point.rate()), produces);
            case BURSTS -> paced(competitor, new TimedPayload(point.length()), Schedule.bursts(point.rate()), produces);
            case REPLAY -> replay(competitor, assignment.capture(), produces);
            case PARKED_CHANNELS, PARKED_SET -> assignment.type() == CompetitorType.IDLE_JVM
                    ? new IdleProcess()
                    : parked(competitor, point, produces);
        };
    }

    /** Producers always send to {@link #FORWARD}. */
    private static Slice oneWay(Competitor competitor, Point point, Role role, String from) {
        Payload payload = new Payload(point.length());
        return role.side() == Side.PRODUCER
                ? new Producer(competitor, FORWARD, payload, role.index(), point.copy())
                : new Consumer(competitor, from, payload, point.producers());
    }

    private static Slice roundTrip(Competitor competitor, Point point, boolean produces) {
        Payload payload = new Payload(point.length());
        return produces
                ? new PingPong(competitor, FORWARD, BACK, payload, point.pattern().isSpinningRoundTrip())
                : new Echo(competitor, BACK, FORWARD, payload);
    }

    private static Slice requests(Competitor competitor, CompetitorSettings settings, boolean produces) {
        Point point = settings.point();
        if (!competitor.responds()) {
            return oneWay(competitor, point, settings.role(), FORWARD);
        }
        Payload payload = new Payload(point.length());
        return produces
                ? new Requests(competitor, FORWARD, BACK, payload, settings.role().index(), settings.ring())
                : new Consumer(new Answering(competitor, BACK, payload, point.producers(), 0), FORWARD, payload,
                        point.producers());
    }

    private static Slice handledRequests(Competitor competitor, Assignment assignment, boolean produces) {
        Point point = assignment.settings().point();
        Payload payload = new Payload(point.length());
        return produces
                ? new HandledRequests(competitor, FORWARD, BACK, payload, assignment.type().consumers(point),
                        assignment.settings().ring())
                : new WorkConsumer(new Answering(competitor, BACK, payload, point.producers(), HANDLING_NANOS), FORWARD,
                        payload, 0, 1);
    }

    private static Slice work(Competitor competitor, Assignment assignment, boolean produces) {
        Point point = assignment.settings().point();
        int index = assignment.settings().role().index();
        if (!produces) {
            return workConsumer(competitor, point, index);
        }
        Slice producer = new Producer(competitor, FORWARD, new Payload(point.length()), index, point.copy());
        return assignment.type().isOneProcess()
                ? new WorkThreads(producer,
                        IntStream.range(0, point.consumers()).mapToObj(i -> workConsumer(competitor, point, i))
                                .toList())
                : producer;
    }

    private static WorkConsumer workConsumer(Competitor competitor, Point point, int index) {
        return new WorkConsumer(competitor, FORWARD, new Payload(point.length()), index, point.consumers());
    }

    private static Slice replay(Competitor competitor, Capture capture, boolean produces) throws IOException {
        CapturedMessages messages = new CapturedMessages(capture);
        return paced(competitor, messages, messages, produces);
    }

    private static Slice paced(Competitor competitor, TimedMessages messages, Schedule schedule, boolean produces) {
        return produces
                ? new PacedProducer(competitor, FORWARD, messages, schedule)
                : new PacedConsumer(competitor, FORWARD, messages);
    }

    private static Slice parked(Competitor competitor, Point point, boolean produces) {
        int length = Math.max(point.length(), Long.BYTES);
        return produces
                ? new ParkedProducer(competitor, FORWARD, new Payload(length), point.channels())
                : new ParkedConsumers(competitor, FORWARD, length, point.channels(),
                        point.pattern() == Pattern.PARKED_SET);
    }
}
