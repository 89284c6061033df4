package io.rondo.cli;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.client.Transport;
import io.rondo.core.DeliveryUnknownException;
import io.rondo.core.InterruptedWaitException;
import io.rondo.core.RondoException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import picocli.CommandLine;

/**
 * Publishes one message after the other. Where that goes over a socket, says what it waits for, and counts what nobody
 * can know the fate of. Confined to one thread.
 */
final class Publication {
    /** How long to wait before looking what is waited for. */
    private static final Duration SLICE = Duration.ofMillis(500);
    /** How long messages that were read before the command was told to end may wait for room, all together. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);
    private static final long CONSUMERS_NANOS = 10_000_000;
    private static final long CONFIRMED_NANOS = 1_000_000;
    /** Every how many looks for confirmations the owner is asked for, which costs a round trip. */
    private static final int LOOKS_PER_QUESTION = 100;

    private final CommandLine command;
    private final StopSignal stop;
    private final OwnerNotice owner;
    private final boolean topic;
    private Publisher publisher;
    private long last;
    private long seenConfirmed;
    private long unknown;
    private boolean ending;
    private long endsAt;

    /**
     * Publishes nothing yet.
     *
     * @param owner says what is waited for
     * @param topic whether the channel was said to be a topic, whose producer owns it
     */
    Publication(CommandLine command, StopSignal stop, OwnerNotice owner, boolean topic) {
        this.command = command;
        this.stop = stop;
        this.owner = owner;
        this.topic = topic;
    }

    /** Called first. */
    void use(Publisher its) {
        publisher = its;
    }

    private boolean isConnectedToOwner() {
        return publisher.transport() == Transport.SOCKET && !topic;
    }

    void awaitConsumers(int count) {
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
     * Publishes one message, waiting for room and for the owner. Once the command is told to end, it waits only a
     * moment.
     *
     * @return false if the command is to end and the message was not published
     */
    boolean publish(DirectBuffer buffer, int offset, int length) {
        while (true) {
            Duration wait = stop.acknowledge() ? lastWait() : SLICE;
            try {
                long result = publisher.publish(buffer, offset, length, wait);
                if (result > 0) {
                    last = result;
                    owner.connected();
                    return true;
                }
                requireOpen(result);
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
                // About the messages before: this one was not sent.
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

    private void requireOpen(long result) {
        if (result == Publisher.CLOSED) {
            throw new RondoException("channel " + publisher.channel() + " was closed (" + result
                    + "): what was read before is published, start again");
        }
    }

    private void explain(long result) {
        if (result == Publisher.NOT_CONNECTED || result == Publisher.BACK_PRESSURED && publisher.consumers() == 0) {
            explainAbsence();
        }
    }

    private void explainAbsence() {
        if (publisher.transport() == Transport.SOCKET && !topic) {
            owner.missing();
        }
    }

    /** Waits until everything is confirmed, as long as there is somebody to confirm it. */
    void awaitConfirmed() {
        int looks = 0;
        while (publisher.confirmed() < last && !stop.requested()) {
            looks++;
            if (looks % LOOKS_PER_QUESTION == 0 && !isSomebodyThere()) {
                return;
            }
            LockSupport.parkNanos(CONFIRMED_NANOS);
        }
    }

    private boolean isSomebodyThere() {
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
        // One that is stopped confirms nothing, and will.
        return there || owner.isListening();
    }

    /**
     * If the owner ended, what it did not confirm is not waited for any longer: a claim would be refused, and that says
     * so.
     */
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

    void report(DeliveryUnknownException failure) {
        unknown += failure.lastSequence() - failure.firstSequence() + 1;
        ErrorReporter.print(command, failure.getMessage());
    }

    /** What the command ends with; says how many messages are in doubt, if any. */
    int conclude() {
        if (unknown == 0) {
            return ExitCode.OK;
        }
        ErrorReporter.print(command, "published " + last + " messages, of which " + unknown
                + " may have been delivered or not, as said above");
        return ExitCode.FAILED;
    }
}
