package io.rondo.perf.scale;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * A discrete-event simulation of a {@link Deployment}. Each host has three threads, which handle one job at a time:
 * <ul>
 * <li>the sending bridge looks at its channels in turn, and takes what is there into one envelope, if the stream has room;
 * <li>the media driver sends and receives datagrams in the order of their arrival;
 * <li>the receiving bridge publishes the messages of envelopes.
 * </ul>
 * Messages of a channel arrive at random times with the given rate. A datagram takes a fixed time in the network, which
 * loses none. A stream has room for a number of envelopes that a receiver has not handled. For one thread.
 */
public final class Simulation {
    /** Aeron's receiver window of 128 KiB in frames of 1,408 bytes. */
    private static final int WINDOW = 93;
    private static final long NETWORK_NANOS = 50_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int MANTISSA_DIGITS = 2;

    private final Deployment deployment;
    private final BridgeCosts costs;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Host> hosts = new ArrayList<>();
    private final Histogram latencies = new Histogram(MANTISSA_DIGITS);
    private long now;
    private long scheduled;
    private long begin;
    private long end;
    private long envelopes;
    private long messages;

    /** Something that happens; the number keeps the order of events of one time. */
    private record Event(long time, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(number, other.number);
        }
    }

    /** Messages that are under way. */
    private record Envelope(Stream stream, int count, long published) {}

    /**
     * What was seen of all hosts, without the first half.
     *
     * @param batch messages in an envelope
     * @param send mean use of the threads of the bridges that send; 1 is a core
     * @param driver mean use of the threads of the media drivers
     * @param receive mean use of the threads of the bridges that receive
     * @param delivered messages that were received, as a part of what should have been
     * @param median latency of the oldest messages of envelopes in nanoseconds
     * @param tail their 99th percentile
     */
    public record Result(double batch, double send, double driver, double receive, double delivered, long median,
            long tail) {}

    /**
     * Prepares a simulation.
     *
     * @param deployment what is simulated
     * @param costs of the threads
     * @param seed of the times at which messages are published
     */
    public Simulation(Deployment deployment, BridgeCosts costs, long seed) {
        this.deployment = deployment;
        this.costs = costs;
        random = new Random(seed);
        for (int i = 0; i < deployment.hosts(); i++) {
            hosts.add(new Host(i));
        }
    }

    /**
     * Simulates once.
     *
     * @param length simulated time; the second half is counted
     */
    public Result run(Duration length) {
        end = length.toNanos();
        begin = end / 2;
        hosts.forEach(Host::start);
        while (!events.isEmpty() && events.peek().time() < end) {
            Event event = events.poll();
            now = event.time();
            event.action().run();
        }
        double counted = (double) (end - begin) * hosts.size();
        double expected = deployment.received() * hosts.size() * (end - begin) / SECOND;
        return new Result(envelopes == 0 ? 0 : (double) messages / envelopes,
                hosts.stream().mapToLong(host -> host.sending.busy).sum() / counted,
                hosts.stream().mapToLong(host -> host.driver.busy).sum() / counted,
                hosts.stream().mapToLong(host -> host.receiving.busy).sum() / counted,
                messages / expected, latencies.getValueAtPercentile(50), latencies.getValueAtPercentile(99));
    }

    private void at(long time, Runnable action) {
        events.add(new Event(time, scheduled++, action));
    }

    /** A thread that handles its jobs one after the other. */
    private final class Server {
        private final Queue<Job> jobs = new ArrayDeque<>();
        private boolean working;
        private long busy;

        private record Job(double nanos, Runnable done) {}

        void add(double nanos, Runnable done) {
            jobs.add(new Job(nanos, done));
            if (!working) {
                next();
            }
        }

        private void next() {
            Job job = jobs.poll();
            working = job != null;
            if (working) {
                long finished = now + Math.round(job.nanos());
                busy += Math.max(0, Math.min(finished, end) - Math.max(now, begin));
                at(finished, () -> {
                    job.done().run();
                    next();
                });
            }
        }
    }

    /** A channel that a host sends. */
    private final class Stream {
        private final Host from;
        private final List<Host> to;
        private final Queue<Long> pending = new ArrayDeque<>();
        /** Envelopes that each receiver has not handled. */
        private final int[] unhandled;

        Stream(Host from, List<Host> to) {
            this.from = from;
            this.to = to;
            unhandled = new int[to.size()];
        }

        void publish() {
            pending.add(now);
            from.look();
            at(now + Math.round(-Math.log(1 - random.nextDouble()) * SECOND / deployment.rate()), this::publish);
        }

        boolean isReady() {
            if (pending.isEmpty()) {
                return false;
            }
            for (int count : unhandled) {
                if (count >= WINDOW) {
                    return false;
                }
            }
            return true;
        }

        Envelope take() {
            int count = Math.min(pending.size(), deployment.mostPerEnvelope());
            Envelope envelope = new Envelope(this, count, pending.peek());
            for (int i = 0; i < count; i++) {
                pending.poll();
            }
            for (int i = 0; i < unhandled.length; i++) {
                unhandled[i]++;
            }
            return envelope;
        }

        void handled(int receiver) {
            unhandled[receiver]--;
            from.look();
        }
    }

    private final class Host {
        private final int index;
        private final Server sending = new Server();
        private final Server driver = new Server();
        private final Server receiving = new Server();
        private final List<Stream> streams = new ArrayList<>();
        private int next;
        private boolean looking;

        Host(int index) {
            this.index = index;
        }

        /** Its receivers are the hosts that follow it in a circle. */
        void start() {
            for (int i = 0; i < deployment.channels(); i++) {
                List<Host> to = new ArrayList<>();
                for (int j = 0; j < deployment.receivers(); j++) {
                    int distance = 1 + (i * deployment.receivers() + j) % (hosts.size() - 1);
                    to.add(hosts.get((index + distance) % hosts.size()));
                }
                Stream stream = new Stream(this, to);
                streams.add(stream);
                at(random.nextLong(Math.max(1, Math.round(SECOND / deployment.rate()))), stream::publish);
            }
        }

        /** Sends the next channel that is ready, unless the thread is busy. */
        void look() {
            for (int i = 0; !looking && i < streams.size(); i++) {
                Stream stream = streams.get(next);
                next = (next + 1) % streams.size();
                if (stream.isReady()) {
                    looking = true;
                    Envelope envelope = stream.take();
                    sending.add(costs.sendEnvelope() + envelope.count() * costs.sendMessage(), () -> {
                        looking = false;
                        transmit(envelope);
                        look();
                    });
                }
            }
        }

        private void transmit(Envelope envelope) {
            List<Host> to = envelope.stream().to;
            for (int copy = 0; copy < deployment.copies(); copy++) {
                int first = copy;
                int last = deployment.multicast() ? to.size() - 1 : copy;
                driver.add(costs.datagram(), () -> {
                    for (int receiver = first; receiver <= last; receiver++) {
                        int each = receiver;
                        at(now + NETWORK_NANOS, () -> to.get(each).arrive(envelope, each));
                    }
                });
            }
        }

        private void arrive(Envelope envelope, int receiver) {
            driver.add(costs.datagram(),
                    () -> receiving.add(costs.receiveEnvelope() + envelope.count() * costs.receiveMessage(), () -> {
                        envelope.stream().handled(receiver);
                        if (now >= begin) {
                            envelopes++;
                            messages += envelope.count();
                            latencies.recordValue(now - envelope.published());
                        }
                    }));
        }
    }
}
