package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.status.BridgeState;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.bridge.CopyState;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import io.rondo.codecs.bridge.ProgressEncoder;
import io.rondo.codecs.bridge.RecordsEncoder;
import io.rondo.codecs.bridge.RefusalEncoder;
import io.rondo.codecs.bridge.ResumeDecoder;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.SegmentSpec;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A copy, and answers that the test sends in the place of its home. */
@Timeout(300)
class CopyRequestsTest extends CopyFixture {
    private static final long LOG_ID = 5;
    private static final SystemEpochNanoClock CLOCK = new SystemEpochNanoClock();
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private Host copy;
    private Aeron aeron;
    private ExclusivePublication answers;
    private Subscription requests;

    /** What a copy has asked for. */
    private record Request(long copyId, long requestId, long sessionId) {}

    @BeforeEach
    void open() {
        aeron = aeron();
        requests = aeron.addSubscription(IPC, STREAM + 1);
        answers = aeron.addExclusivePublication(IPC, STREAM);
        copy = host("copy").start(copy());
        Watchdog.await("the copy", answers::isConnected);
    }

    @AfterEach
    void close() {
        aeron.close();
    }

    /** Returns the next request; null if none has arrived. */
    private Request poll() {
        Request[] found = {null};
        requests.poll((buffer, offset, _, _) -> {
            ResumeDecoder resume = new ResumeDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
            found[0] = new Request(resume.copyId(), resume.requestId(), resume.sessionId());
        }, 1);
        return found[0];
    }

    private Request next() {
        Request[] found = {null};
        Watchdog.await("a request", () -> (found[0] = poll()) != null);
        return found[0];
    }

    private void send(UnsafeBuffer buffer, int length) {
        Watchdog.await("room", () -> answers.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length) > 0);
    }

    private void sendProgress(Request request, long session, long lastNumber) {
        sendProgress(request, session, lastNumber, 0);
    }

    private void sendProgress(Request request, long session, long lastNumber, long recorded) {
        sendProgress(request, session, lastNumber, recorded, 0, 0);
    }

    /** A statement with clocks, in nanoseconds relative to the real one. */
    private void sendClocks(Request request, long clock, long clockAhead) {
        sendProgress(request, 0, 0, 0, CLOCK.nanoTime() + clock, clockAhead);
    }

    private void sendProgress(Request request, long session, long lastNumber, long recorded, long clock,
            long clockAhead) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        ProgressEncoder progress = new ProgressEncoder();
        progress.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).logId(LOG_ID).copyId(request.copyId())
                .requestId(request.requestId()).nextSequence(1).durableSequence(1).sessionId(session).recorded(recorded)
                .recordedSequence(0).maxMessageLength(SequencedLayout.maxMessageLength(SegmentSpec.BASE_CAPACITY))
                .state(CopyState.ACCEPTED).lastNumber(lastNumber).clock(clock).clockAhead(clockAhead);
        send(buffer, progress.encodedLength());
    }

    /** The home begins the session, and then states a number that the ingress of the copy has not reached. */
    private void stopForItsNumbers(Request request) {
        sendProgress(request, request.sessionId(), 0);
        sendProgress(request, request.sessionId(), 1L << 60);
        awaitStopped();
    }

    private void awaitStopped() {
        copy.awaitAlarm(AlarmKind.COPY_STOPPED, "the home has recorded later messages of this copy than it has had");
    }

    private void sendRefusal(Request request, String reason) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        RefusalEncoder refusal = new RefusalEncoder();
        refusal.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).logId(LOG_ID).copyId(request.copyId())
                .question(0).reason(reason);
        send(buffer, refusal.encodedLength());
    }

    private void sendRecord(Request request) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        RecordsEncoder records = new RecordsEncoder();
        records.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).logId(LOG_ID).copyId(request.copyId())
                .requestId(request.requestId()).sequence(1);
        byte[] message = new byte[Long.BYTES];
        records.messagesCount(1).next().timestamp(1).producerId(0).producerSequence(0)
                .putPayload(message, 0, message.length);
        send(buffer, records.encodedLength());
    }

    /** Waits until the copy has handled all that was sent before. */
    private void awaitHandled() {
        UnsafeBuffer foreign = new UnsafeBuffer(new byte[256]);
        new MessageHeaderEncoder().wrap(foreign, 0).blockLength(0).templateId(99)
                .schemaId(MessageHeaderEncoder.SCHEMA_ID).version(1);
        long before = copy.bridge().foreign();
        send(foreign, 0);
        copy.await(BridgeStatus::foreign, before + 1);
    }

    @Test
    void aCopyWithTheNumbersOfAnotherHostStaysStoppedWhateverTheHomeStatesLater() {
        Request request = next();
        stopForItsNumbers(request);
        sendProgress(request, 0, 0);
        sendRecord(request);
        sendProgress(request, request.sessionId() + 1, 0);
        sendRecord(request);
        awaitHandled();

        assertThat(copy.bridge().state()).isEqualTo(BridgeState.STOPPED);
        assertThat(copy.bridge().messages()).isZero();
        awaitStopped();
    }

    @Test
    void aCopyWithTheNumbersOfAnotherHostAsksForNothingMore() {
        Request request = next();
        stopForItsNumbers(request);
        while (poll() != null) {
            // What it sent before.
        }
        host("other").start(copy());
        for (int i = 0; i < 8; i++) {
            assertThat(next().copyId()).isNotEqualTo(request.copyId());
        }
    }

    @Test
    void aCopyWithTheNumbersOfAnotherHostStaysStoppedAfterARestartOfItsBroker() {
        Request request = next();
        stopForItsNumbers(request);
        copy.stop();
        while (poll() != null) {
            // What it sent before.
        }
        copy.start(copy());
        awaitStopped();
        sendProgress(request, request.sessionId(), 0);
        sendRecord(request);
        host("other").start(copy());
        for (int i = 0; i < 8; i++) {
            assertThat(next().copyId()).isNotEqualTo(request.copyId());
        }
        assertThat(copy.bridge().state()).isEqualTo(BridgeState.STOPPED);
        assertThat(copy.bridge().messages()).isZero();
    }

    @Test
    void aRefusalRaisesAnAlarmUntilTheHomeHasTakenAMessageAndOneWithoutItsTextIsMalformed() {
        Request request = next();
        sendRefusal(request, "no room: make some");
        copy.awaitAlarm(AlarmKind.COPY_REFUSED, "the home refuses what is published here: no room: make some");
        UnsafeBuffer cut = new UnsafeBuffer(new byte[256]);
        RefusalEncoder refusal = new RefusalEncoder();
        refusal.wrapAndApplyHeader(cut, 0, new MessageHeaderEncoder()).logId(LOG_ID).copyId(request.copyId())
                .question(0).reason("cut");
        send(cut, refusal.encodedLength() - 1);
        copy.await(BridgeStatus::malformed, 1);
        sendProgress(request, request.sessionId(), 0);
        awaitHandled();
        copy.awaitAlarm(AlarmKind.COPY_REFUSED, "no room: make some");
        sendProgress(request, request.sessionId(), 0, 1);
        copy.awaitNoAlarm(AlarmKind.COPY_REFUSED);

        assertThat(copy.bridge().refused()).isOne();
    }

    @Test
    void aCopyTakesRecordsOfAHomeThatHasAcceptedIt() {
        Request request = next();
        sendRecord(request);
        awaitHandled();
        assertThat(copy.bridge().messages()).isZero();
        sendProgress(request, 0, 0);
        sendRecord(request);
        copy.awaitRecorded(1);
    }

    @Test
    void aHomeWithAnotherClockRaisesAnAlarmWithTheProvenDifferenceUntilTheClocksAgree() {
        Request request = next();
        // A watchdog ends the test long before an hour has passed, so a slow machine changes no result.
        sendClocks(request, HOUR_NANOS, 10 * HOUR_NANOS);
        copy.awaitAlarm(AlarmKind.CLOCKS_DIFFER,
                "bridge copy7 has a home with another clock: that of aeron:ipc is at least 3");
        copy.awaitAlarm(AlarmKind.CLOCKS_DIFFER, "s ahead of that of this host, more than 1 s: synchronise the clocks");
        assertThat(copy.bridge().clockOffsetSeconds()).isBetween(18_000.0, 19_800.0);
        sendClocks(request, -2 * HOUR_NANOS, -HOUR_NANOS);
        copy.awaitAlarm(AlarmKind.CLOCKS_DIFFER, "is at least 3600.0 s behind that of this host, more than 1 s");
        assertThat(copy.bridge().clockOffsetSeconds()).isBetween(-7200.0, -3600.0);
        // On a slow machine one may take so long that its bounds prove nothing.
        Watchdog.await("clocks that agree", () -> {
            sendClocks(request, 0, 0);
            return copy.broker().status().alarms().stream().noneMatch(alarm -> alarm.kind() == AlarmKind.CLOCKS_DIFFER);
        });
    }

    @Test
    void aStatementThatWasLongOnItsWayRaisesNoAlarm() {
        Request request = next();
        sendClocks(request, -HOUR_NANOS, 0);
        sendClocks(request, 0, HOUR_NANOS);
        // Its clock was set between the two messages.
        sendClocks(request, HOUR_NANOS, 0);
        awaitHandled();

        assertThat(copy.broker().status().alarms()).noneMatch(alarm -> alarm.kind() == AlarmKind.CLOCKS_DIFFER);
    }

    @Test
    void controlCharactersOfARefusalDoNotReachTheAlarm() {
        sendRefusal(next(), "no\n\u001b[2Jroom\u202e:\u2028 make some \u20ac");
        copy.awaitAlarm(AlarmKind.COPY_REFUSED, "refuses what is published here: no??[2Jroom?:? make some \u20ac");
    }
}
