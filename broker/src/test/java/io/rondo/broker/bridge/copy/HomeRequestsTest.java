package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.sequencer.CopyIdentity;
import io.rondo.broker.status.BridgeState;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.client.RondoException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.sequenced.BrokerClient;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.sequenced.ProducerRequest;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import io.rondo.codecs.bridge.ProgressDecoder;
import io.rondo.codecs.bridge.RecordsDecoder;
import io.rondo.codecs.bridge.ResumeEncoder;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.SegmentSpec;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A home, and requests that the test sends in the place of a copy. */
@Timeout(300)
class HomeRequestsTest extends CopyFixture {
    private static final long COPY = CopyIdentity.FIRST_ID + 5;
    private static final int MOST_IDS = 3072;
    private static final int REGISTRATIONS_AT_ONCE = 16;
    private static final long PRODUCER = 5000;

    private Host home;
    private Aeron aeron;
    private ExclusivePublication requests;
    private Subscription answers;
    /** Of the next requests; 0 for none. */
    private long question;
    /** Of the next requests. */
    private long clock;
    private String topic = TOPIC;

    @BeforeEach
    void open() {
        home = host("home").start(home());
        aeron = aeron();
        answers = aeron.addSubscription(IPC, STREAM);
        requests = aeron.addExclusivePublication(IPC, STREAM + 1);
        Watchdog.await("the home", requests::isConnected);
    }

    @AfterEach
    void close() {
        aeron.close();
    }

    private void request(long copy, long timestamp, long session, long forwarded) {
        request(copy, timestamp, session, forwarded, SequencedLayout.maxMessageLength(SegmentSpec.BASE_CAPACITY));
    }

    private void request(long copy, long timestamp, long session, long forwarded, int maxMessageLength) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        ResumeEncoder encoder = new ResumeEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).copyId(copy).logId(0).requestId(1)
                .nextSequence(1).timestamp(timestamp).sessionId(session).forwarded(forwarded)
                .maxMessageLength(maxMessageLength).question(question)
                .producerId(question == 0 ? 0 : PRODUCER).clock(clock).topic(topic);
        Watchdog.await("room", () -> requests.offer(buffer, 0,
                MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength()) > 0);
    }

    private int awaitAnswer() {
        int[] template = {0};
        Watchdog.await("an answer", () -> answers.poll(
                (buffer, offset, _, _) -> template[0] = new MessageHeaderDecoder().wrap(buffer, offset).templateId(),
                1) > 0);
        return template[0];
    }

    /** Waits until the home has stated so many times which session it takes messages of. */
    private long statedSession(int statements) {
        return stated(statements, ProgressDecoder::sessionId);
    }

    /** Waits for so many statements, and returns a field of the last one. */
    private long stated(int statements, ToLongFunction<ProgressDecoder> field) {
        long[] last = {0, 0};
        Watchdog.await("statements", () -> {
            answers.poll((buffer, offset, _, _) -> {
                MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
                if (header.templateId() == ProgressDecoder.TEMPLATE_ID) {
                    last[0] = field.applyAsLong(new ProgressDecoder().wrapAndApplyHeader(buffer, offset, header));
                    last[1]++;
                }
            }, 1);
            return last[1] >= statements;
        });
        return last[0];
    }

    @Test
    void theHomeStatesItsClockAndHowFarThatWasAheadOfTheRequest() {
        long before = new SystemEpochNanoClock().nanoTime();
        clock = before - TimeUnit.HOURS.toNanos(1);
        request(COPY, 0, 7, 0);
        long ahead = stated(1, ProgressDecoder::clockAhead);
        long stated = stated(1, ProgressDecoder::clock);
        long after = new SystemEpochNanoClock().nanoTime();

        assertThat(ahead).isBetween(TimeUnit.HOURS.toNanos(1), after - clock);
        assertThat(stated).isBetween(before, after);
    }

    @Test
    void aSessionThatTheHomeDoesNotKnowBeginsOnlyIfNothingOfItWasSent() {
        request(COPY, 0, 7, 1);
        // The first statement may precede the request's session.
        assertThat(statedSession(3)).isZero();
        request(COPY, 0, 8, 0);
        Watchdog.await("the session", () -> statedSession(1) == 8);
        request(COPY, 0, 8, 5);
        assertThat(statedSession(3)).isEqualTo(8);
    }

    @Test
    void aRequestThatNoCopySendsIsMalformedAndOthersAreAnswered() {
        request(COPY, 99, 7, 0);
        request(12, 0, 7, 0);
        home.await(BridgeStatus::malformed, 2);
        request(COPY, 0, 7, 0);

        Watchdog.await("the session", () -> statedSession(1) == 7);
        assertThat(home.bridge().malformed()).isEqualTo(2);
    }

    @Test
    void theNameOfATopicThatACopyAsksForCannotAddALineToTheLog() {
        topic = "x\nERROR forged";
        request(COPY, 0, 7, 0);
        home.awaitAlarm(AlarmKind.BRIDGE_DROPPED, "asks for topic x?ERROR forged, and this bridge has orders");
    }

    @Test
    void aCopyThatTakesMessagesOfAnotherLengthGetsAnswersButNoRecordsAndNoSession() {
        publish(home.topic().publisher(), 1, 10);
        home.awaitRecorded(10);
        request(COPY, 0, 7, 0, 64);
        for (int i = 0; i < 5; i++) {
            assertThat(awaitAnswer()).isEqualTo(ProgressDecoder.TEMPLATE_ID);
        }
        assertThat(statedSession(1)).isZero();
        assertThat(home.bridge().messages()).isZero();
        request(COPY, 0, 7, 0);
        Watchdog.await("records", () -> awaitAnswer() == RecordsDecoder.TEMPLATE_ID);
    }

    @Test
    void aCopyThatFindsTheTableOfProducersFullIsRefusedAndOthersGetTheRecords() {
        fillTableOfProducers();
        request(COPY, 0, 7, 0);
        home.await(BridgeStatus::refused, 1);
        home.awaitAlarm(AlarmKind.BRIDGE_DROPPED, "cannot be registered: the topic has 3072 producer ids");
        assertThat(statedSession(3)).isZero();
        Host copy = host("copy").start(copy());
        publish(home.topic().publisher(), 1, 10);
        copy.awaitRecorded(10);
        copy.awaitAlarm(AlarmKind.COPY_REFUSED,
                "forwards nothing: the home refuses what is published here: topic orders: "
                        + "producer id ");

        assertThat(copy.recorded()).isEqualTo(home.recorded());
        assertThat(home.bridge().state()).isEqualTo(BridgeState.CONNECTED);
    }

    private void fillTableOfProducers() {
        registerProducers(MOST_IDS);
    }

    /** Several at once: each request waits for the sequencer. */
    private void registerProducers(int last) {
        BrokerClient client = new BrokerClient(new BrokerFiles(home.broker().directory()));
        try (ExecutorService pool = Executors.newFixedThreadPool(REGISTRATIONS_AT_ONCE)) {
            List<CompletableFuture<OptionalLong>> answers = LongStream.rangeClosed(1, last).mapToObj(
                    id -> CompletableFuture.supplyAsync(() -> client.ask(new ProducerRequest(TOPIC, id)), pool))
                    .toList();
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).hasValue(0));
        }
    }

    @Test
    void aQuestionThatFindsTheTableOfProducersFullIsRefusedWithTheRemedyAndRaisesAnAlarm() {
        fillTableOfProducers();
        question = 5;
        request(COPY, 0, 0, 0);

        home.await(BridgeStatus::refused, 1);
        home.awaitAlarm(AlarmKind.BRIDGE_DROPPED, "producer id 5000 of copy " + COPY + " cannot be registered: "
                + "the topic has 3072 producer ids, the most it can have: reuse ids of producers that have ended");
    }

    @Test
    void aPublisherAtACopyGetsTheRefusalOfItsHomeWithTheRemedy() {
        Host copy = host("copy").start(copy());
        // The copy takes an id.
        publishAndAwait(copy);
        registerProducers(MOST_IDS - 1);

        assertThatThrownBy(() -> copy.topic().producerId(PRODUCER).publisher()).isInstanceOf(RondoException.class)
                .hasMessageContaining("refused by the home: topic orders: producer id " + PRODUCER)
                .hasMessageContaining("the most it can have: reuse ids of producers that have ended");
        try (SequencedPublisher known = copy.topic().producerId(7).publisher()) {
            publish(known, 1, 10);
            awaitConfirmed(known, 10);
        }
        assertThat(copy.bridge().refused()).isPositive();
    }

    private static void publishAndAwait(Host host) {
        try (SequencedPublisher publisher = host.topic().publisher()) {
            publish(publisher, 1, 1);
            awaitConfirmed(publisher, 1);
        }
    }
}
