package io.rondo.cli.stream;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.Quantity;
import io.rondo.cli.runtime.StopSignal;
import io.rondo.client.Claim;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.InterruptedWaitException;
import io.rondo.client.Publisher;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.Transport;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import picocli.CommandLine;

/**
 * Publishes one message after the other. Over a socket, it reports an owner that is missing, and counts messages whose
 * delivery is unknown. Confined to one thread.
 */
public final class Publication {
    /** Longest wait for space before the owner is looked for again. */
    private static final Duration SLICE = Duration.ofMillis(500);
    /** Total time that messages which were read before the stop signal may wait for space. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);
    private static final long CONSUMERS_NANOS = 10_000_000;
    private static final long CONFIRMED_NANOS = 1_000_000;
    /** Number of checks for confirmations per question to the owner, which costs a round trip. */
    private static final int LOOKS_PER_QUESTION = 100;

    private final CommandLine command;
    private final StopSignal stop;
    private final OwnerNotice owner;
    private final WaitNotice full;
    private final boolean topic;
    private Publisher publisher;
    private long last;
    private long seenConfirmed;
    private long unknown;
    /** The messages at the beginning of the input that the topic has. */
    private long recorded;
    private boolean ending;
    private long endsAt;

    /**
     * Publishes nothing yet.
     *
     * @param owner reports a missing owner
     * @param full when to report that a channel is full
     * @param topic whether the command line names a topic, which its producer owns
     */
    private Publication(CommandLine command, StopSignal stop, OwnerNotice owner, WaitNotice full, boolean topic) {
        this.command = command;
        this.stop = stop;
        this.owner = owner;
        this.full = full;
        this.topic = topic;
    }

    /**
     * Publishes nothing yet, to a channel of which a missing owner is reported.
     *
     * @param topic whether its producer owns it
     */
    public static Publication of(CommandLine command, CommandContext context, String channel, boolean topic) {
        return new Publication(command, context.stop(),
                new OwnerNotice(command, context, channel, OwnerNotice.CONSUMER),
                new WaitNotice(context.terminal().errors()), topic);
    }

    /** Called first. */
    public void use(Publisher used) {
        publisher = used;
        recorded = used instanceof SequencedPublisher sequenced ? sequenced.lastRecorded() : 0;
    }

    /** Closes the publisher. */
    void close() {
        publisher.close();
    }

    private boolean isConnectedToOwner() {
        return publisher.transport() != Transport.SHM && !topic;
    }

    /** Waits until so many consumers are attached. */
    public void awaitConsumers(int count) {
        int attached = publisher.consumers();
        while (attached < count && !stop.requested()) {
            if (attached == 0) {
                explainAbsence();
            }
            LockSupport.parkNanos(CONSUMERS_NANOS);
            attached = publisher.consumers();
        }
    }

    /**
     * Publishes one message, waiting for space and for the owner. After a stop signal it waits for at most 1 s.
     *
     * @return false if the command is to end and the message was not published
     */
    public boolean publish(DirectBuffer buffer, int offset, int length) {
        if (recorded > 0) {
            recorded--;
            return true;
        }
        while (true) {
            Duration wait = stop.acknowledge() ? lastWait() : SLICE;
            try {
                long result = publisher.publish(buffer, offset, length, wait);
                if (result > 0) {
                    last = result;
                    owner.connected();
                    full.ended();
                    return true;
                }
                if (ending) {
                    if (lastWait().isZero()) {
                        return false;
                    }
                } else {
                    explain(result);
                }
            } catch (InterruptedWaitException e) {
                if (!stop.requested()) {
                    throw e;
                }
            } catch (DeliveryUnknownException e) {
                // Concerns earlier messages: this one was not sent.
                report(e);
            }
        }
    }

    private Duration lastWait() {
        long now = System.nanoTime();
        if (!ending) {
            ending = true;
            endsAt = now + LAST_WAIT.toNanos();
        }
        return Duration.ofNanos(Math.max(0, endsAt - now));
    }

    private void explain(long result) {
        boolean absent = result == Publisher.NOT_CONNECTED || publisher.consumers() == 0;
        if (absent && isConnectedToOwner()) {
            owner.missing();
        } else if (result == Publisher.BACK_PRESSURED && full.isDue()) {
            full.reported();
            ErrorReporter.print(command, "channel " + publisher.channel() + " is full"
                    + (absent ? " and has no consumer" : "") + ": waiting");
        }
    }

    private void explainAbsence() {
        if (isConnectedToOwner()) {
            owner.missing();
        }
    }

    /** Waits until every message is confirmed, while there is a consumer. */
    public void awaitConfirmed() {
        int looks = 0;
        while (publisher.confirmed() < last && !stop.requested()) {
            looks++;
            if (looks % LOOKS_PER_QUESTION == 0 && !hasConsumer()) {
                reportUnconfirmed();
                return;
            }
            LockSupport.parkNanos(CONFIRMED_NANOS);
        }
    }

    /** A sequenced topic needs no subscriber: what is in its ingress is sequenced by a broker that starts later, too. */
    private void reportUnconfirmed() {
        long unconfirmed = last - publisher.confirmed();
        if (publisher instanceof SequencedPublisher && publisher.transport() == Transport.SHM && unconfirmed > 0) {
            ErrorReporter.print(command, "published and not confirmed yet: " + Quantity.of(unconfirmed, "message")
                    + ", which the broker sequences, also if it starts later");
        }
    }

    private boolean hasConsumer() {
        if (!isConnectedToOwner()) {
            return publisher.consumers() > 0;
        }
        requireOwner();
        boolean there = publisher.consumers() > 0;
        long confirmed = publisher.confirmed();
        if (there && confirmed != seenConfirmed) {
            seenConfirmed = confirmed;
            owner.connected();
            return true;
        }
        owner.missing();
        // A stopped consumer confirms when it continues.
        return there || owner.isListening();
    }

    /** Reports unconfirmed messages if the owner ended: then a claim throws. */
    private void requireOwner() {
        try {
            Claim claim = publisher.tryClaim(0);
            if (claim != null) {
                claim.abort();
            }
        } catch (DeliveryUnknownException e) {
            report(e);
        }
    }

    /** Reports messages of unknown delivery. */
    public void report(DeliveryUnknownException failure) {
        unknown += failure.lastSequence() - failure.firstSequence() + 1;
        ErrorReporter.print(command, failure.getMessage());
    }

    /** The exit code of the command; reports the number of messages of unknown delivery, if any. */
    public int conclude() {
        if (unknown == 0) {
            return ExitCode.OK;
        }
        ErrorReporter.print(command, "published " + Quantity.of(last, "message") + ", of which " + unknown
                + " may have been delivered or not: see the messages above");
        return ExitCode.FAILED;
    }
}
