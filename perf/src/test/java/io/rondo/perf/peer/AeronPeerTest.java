package io.rondo.perf.peer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.exceptions.AeronEvent;
import io.aeron.exceptions.ConductorServiceTimeoutException;
import io.rondo.perf.harness.PrivateDirectory;
import io.rondo.perf.measure.Pattern;
import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import io.rondo.perf.measure.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AeronPeerTest {
    private static final String CHANNEL = "c";
    private static final String REASON = "service interval exceeded";
    private static final MessageWriter ZEROES = (buffer, offset, length) -> buffer.setMemory(offset, length, (byte) 0);

    private PrivateDirectory directory;
    private AeronPeer peer;

    @BeforeEach
    void open() {
        directory = PrivateDirectory.forRings();
        peer = new AeronPeer(new PeerSettings(directory.path(), 1 << 16, Point.of(Pattern.ROUND_TRIP, 32),
                new Role(Side.PRODUCER, 0)), false);
    }

    @AfterEach
    void close() {
        peer.close();
        directory.close();
    }

    @Test
    void aClosedPublicationIsReportedWithTheClientsReason() {
        Sender sender = peer.sender(CHANNEL);
        peer.onError(new ConductorServiceTimeoutException(REASON));
        peer.close();
        assertThatThrownBy(() -> sender.trySend(ZEROES, 32)).hasMessageContainingAll("publication", "CLOSED", REASON);
    }

    @Test
    void aClosedSubscriptionIsReportedWithTheClientsReason() {
        Receiver receiver = peer.receiver(CHANNEL, (buffer, offset, length) -> {});
        peer.onError(new ConductorServiceTimeoutException(REASON));
        peer.close();
        assertThatThrownBy(receiver::poll).hasMessageContainingAll("subscription", REASON);
    }

    @Test
    void aWarningEndsNothing() {
        Receiver receiver = peer.receiver(CHANNEL, (buffer, offset, length) -> {});
        peer.onError(new AeronEvent("late"));
        assertThatCode(receiver::poll).doesNotThrowAnyException();
    }
}
