package io.rondo.perf.competitor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.exceptions.AeronEvent;
import io.aeron.exceptions.ConductorServiceTimeoutException;
import io.rondo.perf.harness.PrivateDirectory;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import io.rondo.perf.transport.CompetitorSettings;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Receiver;
import io.rondo.perf.transport.Sender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AeronCompetitorTest {
    private static final String CHANNEL = "c";
    private static final String REASON = "service interval exceeded";
    private static final MessageWriter ZEROES = (buffer, offset, length) -> buffer.setMemory(offset, length, (byte) 0);

    private PrivateDirectory directory;
    private AeronCompetitor competitor;

    @BeforeEach
    void open() {
        directory = PrivateDirectory.forRings();
        competitor = new AeronCompetitor(
                new CompetitorSettings(directory.path(), directory.path(), 1 << 16, Point.of(Pattern.ROUND_TRIP, 32),
                        new Role(Side.PRODUCER, 0)),
                false);
    }

    @AfterEach
    void close() {
        competitor.close();
        directory.close();
    }

    @Test
    void aClosedPublicationIsReportedWithTheClientsReason() {
        Sender sender = competitor.sender(CHANNEL);
        competitor.onError(new ConductorServiceTimeoutException(REASON));
        competitor.close();
        assertThatThrownBy(() -> sender.trySend(ZEROES, 32)).hasMessageContainingAll("publication", "CLOSED", REASON);
    }

    @Test
    void aClosedSubscriptionIsReportedWithTheClientsReason() {
        Receiver receiver = competitor.receiver(CHANNEL, (buffer, offset, length) -> {});
        competitor.onError(new ConductorServiceTimeoutException(REASON));
        competitor.close();
        assertThatThrownBy(receiver::poll).hasMessageContainingAll("subscription", REASON);
    }

    @Test
    void aWarningDoesNotCloseTheClient() {
        Receiver receiver = competitor.receiver(CHANNEL, (buffer, offset, length) -> {});
        competitor.onError(new AeronEvent("late"));
        assertThatCode(receiver::poll).doesNotThrowAnyException();
    }
}
