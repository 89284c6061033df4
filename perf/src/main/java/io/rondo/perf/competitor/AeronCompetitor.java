package io.rondo.perf.competitor;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.protocol.DataHeaderFlyweight;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.transport.Competitor;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageReader;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron IPC: a publication per channel and producer, and a media driver in the leading process of each group. Messages
 * do not pass through the driver, but it moves the publisher's limit. Messages longer than a fragment are offered and
 * assembled, because Aeron's claims are limited to one fragment. Over UDP each process has a driver of its own, with
 * Aeron's default settings.
 */
final class AeronCompetitor implements Competitor {
    private static final int TERM_LENGTH = 64 * 1024 * 1024;
    /** With several producers each has its own log, of three terms. */
    private static final int SHARED_OUT_TERM_LENGTH = 16 * 1024 * 1024;
    /** Aeron accepts messages of up to an eighth of a term. */
    static final int MANY_PRODUCERS_LENGTH = SHARED_OUT_TERM_LENGTH / 8;
    private static final int TERMS = 3;
    /** A message, and so a fragment, takes at most a term divided by this. */
    private static final int FRACTION = 8;
    /** Round trips and fixed rates use a fraction of a term, and two channels of the default length take time to create. */
    private static final int LATENCY_TERM_LENGTH = 1024 * 1024;
    /** A UDP payload may have 64 KiB. */
    private static final int LONGEST_PACKET = 64 * 1024;
    /** The least that Aeron allows. */
    private static final int LEAST_TERM_LENGTH = 64 * 1024;
    /** The largest value that Aeron allows: a claim holds at most one fragment. */
    private static final int MTU = 65_504;
    private static final long CLIENT_SLEEP_MILLIS = 16;
    private static final String RESPONSE = "|control-mode=response";
    /**
     * After this time without a keepalive a client closes its publications, and the driver expels a client. Aeron's
     * default of 10 s is exceeded where many processes share few cores. The harness detects a dead process.
     */
    private static final Duration LIVENESS = Duration.ofMinutes(5);

    private final MediaDriver driver;
    private final Aeron aeron;
    // Both are Aeron's defaults.
    private final RestingIdleStrategy driverIdle = new RestingIdleStrategy(new BackoffIdleStrategy());
    private final RestingIdleStrategy clientIdle = new RestingIdleStrategy(
            new SleepingMillisIdleStrategy(CLIENT_SLEEP_MILLIS));
    private final boolean exclusive;
    /** Whether responses use Aeron's response channels. */
    private final boolean responseChannels;
    private final boolean leads;
    /** Of the receivers; null over shared memory. */
    private final UdpPorts ports;
    /** The first subscription: for responses to the leading process, for requests to the other one. */
    private Subscription subscription;
    private final boolean fragments;
    private final int termLength;
    private final int mtu;
    /** The reason why the client failed; null while it works. */
    private volatile Throwable failure;

    AeronCompetitor(CompetitorSettings settings, boolean exclusive) {
        this(settings, exclusive, false, null);
    }

    /** Over UDP on loopback, as between two hosts. */
    static AeronCompetitor overUdp(CompetitorSettings settings) {
        return new AeronCompetitor(settings, true, false, new UdpPorts(settings.directory()));
    }

    /** With response channels: each response goes to the publisher of the request, as Aeron knows it by its image. */
    static AeronCompetitor withResponseChannels(CompetitorSettings settings) {
        return new AeronCompetitor(settings, true, true, null);
    }

    private AeronCompetitor(CompetitorSettings settings, boolean exclusive, boolean responseChannels,
            UdpPorts ports) {
        this.ports = ports;
        this.exclusive = exclusive;
        this.responseChannels = responseChannels;
        leads = settings.role().leads();
        Point point = settings.point();
        this.termLength = termLength(settings);
        this.mtu = ports == null ? Math.min(MTU, termLength / FRACTION) : Configuration.MTU_LENGTH_DEFAULT;
        this.fragments = point.length() > mtu - DataHeaderFlyweight.HEADER_LENGTH || point.pattern() == Pattern.REPLAY;
        String directory = settings.directory().resolve(ports == null ? "aeron" : "aeron-" + settings.role())
                .toString();
        driver = leads || ports != null ? MediaDriver.launch(driver(directory)) : null;
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory).idleStrategy(clientIdle)
                .driverTimeoutMs(LIVENESS.toMillis()).errorHandler(this::onError));
    }

    /** With a given memory the three terms take three quarters of it. */
    private static int termLength(CompetitorSettings settings) {
        if (!settings.isByDefault()) {
            // Aeron accepts messages of up to an eighth of a term.
            int longest = settings.point().pattern() == Pattern.REPLAY ? LONGEST_PACKET : settings.point().length();
            return Math.max(settings.ring() / (TERMS + 1),
                    CompetitorSettings.ring(settings.directory(), LEAST_TERM_LENGTH, longest));
        }
        return switch (settings.point().pattern()) {
            case ONE_WAY, FAN_OUT -> settings.point().producers() == 1 ? TERM_LENGTH : SHARED_OUT_TERM_LENGTH;
            default -> LATENCY_TERM_LENGTH;
        };
    }

    /** Bytes of the three terms of a publication. */
    static long memory(CompetitorSettings settings) {
        return (long) TERMS * termLength(settings);
    }

    /** Called by the client's thread. */
    void onError(Throwable error) {
        boolean warning = error instanceof AeronException e && e.category() == AeronException.Category.WARN;
        if (failure == null && !warning) {
            failure = error;
        }
    }

    /** On an error the client closes its resources and reports the reason only to its error handler. */
    private IllegalStateException failed(String what) {
        Throwable reason = failure;
        return new IllegalStateException(reason == null ? what : what + ": " + reason.getMessage(), reason);
    }

    private MediaDriver.Context driver(String directory) {
        return ports == null ? driver(directory, driverIdle).ipcMtuLength(mtu) : udpDriver(directory);
    }

    /** A driver that also works between slices: it sends the end of a slice when the producer has finished. */
    static MediaDriver.Context udpDriver(String directory) {
        return driver(directory, new BackoffIdleStrategy());
    }

    private static MediaDriver.Context driver(String directory, IdleStrategy idle) {
        return new MediaDriver.Context().aeronDirectoryName(directory).threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idle).termBufferSparseFile(false).dirDeleteOnShutdown(true)
                .clientLivenessTimeoutNs(LIVENESS.toNanos())
                // Must be longer than the clients' timeout.
                .publicationUnblockTimeoutNs(2 * LIVENESS.toNanos());
    }

    @Override
    public Sender sender(String channel) {
        String uri = uri(ports == null ? 0 : ports.of(channel)) + (responseChannels ? responseParameters() : "");
        return new PublicationSender(exclusive
                ? aeron.addExclusivePublication(uri, stream(channel))
                : aeron.addPublication(uri, stream(channel)));
    }

    @Override
    public Receiver receiver(String channel, MessageReader reader) {
        subscription = aeron.addSubscription(
                uri(ports == null ? 0 : ports.choose(channel)) + (responseChannels && leads ? RESPONSE : ""),
                stream(channel));
        Subscription polled = subscription;
        FragmentHandler handler = (buffer, offset, length, header) -> reader.read(buffer, offset, length);
        if (fragments) {
            FragmentHandler assembler = new FragmentAssembler(handler);
            return () -> received(polled.poll(assembler, Receiver.LIMIT));
        }
        return () -> received(polled.poll(handler, Receiver.LIMIT));
    }

    /** A closed subscription returns 0 forever. */
    private int received(int count) {
        if (count == 0 && failure != null) {
            throw failed("Aeron subscription: closed");
        }
        return count;
    }

    private String uri(int port) {
        return ports == null ? CommonContext.IPC_CHANNEL + "?term-length=" + termLength : UdpPorts.uri(port);
    }

    /** Requests name the subscription for their responses, responses the image of the requests. */
    private String responseParameters() {
        if (leads) {
            return "|response-correlation-id=" + subscription.registrationId();
        }
        while (subscription.hasNoImages()) {
            Thread.yield(); // until the requester has opened its publication
        }
        return RESPONSE + "|response-correlation-id=" + subscription.imageAtIndex(0).correlationId();
    }

    private static int stream(String channel) {
        return channel.hashCode();
    }

    @Override
    public void resume() {
        driverIdle.resume();
        clientIdle.resume();
    }

    @Override
    public void pause() {
        driverIdle.rest();
        clientIdle.rest();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }

    /** Claims messages that fit a fragment. */
    private final class PublicationSender implements Sender {
        private final Publication publication;
        private final BufferClaim claim = new BufferClaim();
        private final UnsafeBuffer whole = new UnsafeBuffer(new byte[0]);

        PublicationSender(Publication publication) {
            this.publication = publication;
        }

        @Override
        public boolean trySend(MessageWriter writer, int length) {
            if (length > publication.maxPayloadLength()) {
                if (whole.capacity() < length) {
                    whole.wrap(ByteBuffer.allocateDirect(length));
                }
                writer.write(whole, 0, length);
                return trySend(whole, 0, length);
            }
            if (!accepted(publication.tryClaim(length, claim))) {
                return false;
            }
            writer.write(claim.buffer(), claim.offset(), length);
            claim.commit();
            return true;
        }

        @Override
        public boolean trySend(DirectBuffer message, int offset, int length) {
            return accepted(publication.offer(message, offset, length));
        }

        private boolean accepted(long position) {
            if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
                throw failed("Aeron publication: " + Publication.errorString(position));
            }
            return position > 0;
        }
    }
}
