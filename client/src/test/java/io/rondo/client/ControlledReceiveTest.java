package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reception whose handler decides after each message how it goes on. */
class ControlledReceiveTest {
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    private Rondo connect(Transport transport) {
        return Rondo.connect(RondoConfig.builder().directory(directory).transport(transport).build());
    }

    @ParameterizedTest
    @EnumSource
    void itWaitsForAMessageAndDoesWhatTheHandlerDecides(Transport transport) throws Exception {
        try (Rondo owner = connect(Transport.AUTO);
                Rondo peer = connect(transport);
                Publisher out = owner.topic("x").publisher();
                Subscriber in = peer.topic("x").waitStrategy(WaitStrategy.park()).subscriber()) {
            Received received = new Received();
            Task<Integer> receive = Task.start(() -> in.controlledReceive((buffer, offset, length) -> {
                received.onMessage(buffer, offset, length);
                return Action.BREAK;
            }, 100, LONG));
            Messages.publish(out, 1, 2, 3);
            assertThat(receive.join()).isEqualTo(1);
            assertThat(in.controlledReceive((buffer, offset, length) -> Action.ABORT, 100, LONG)).isZero();
            while (received.numbers().size() < 3) {
                in.receive(received, 100, LONG);
            }
            assertThat(received.numbers()).containsExactly(1L, 2L, 3L);
            assertThat(in.controlledReceive((buffer, offset, length) -> Action.COMMIT, 100, Duration.ZERO)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsTheWait(Transport transport) throws Exception {
        try (Rondo owner = connect(Transport.AUTO);
                Rondo peer = connect(transport);
                Publisher out = owner.topic("x").publisher()) {
            Subscriber in = peer.topic("x").subscriber();
            Task<Integer> receive = Task
                    .start(() -> in.controlledReceive((buffer, offset, length) -> Action.COMMIT, 1, LONG));
            in.close();
            assertThatThrownBy(receive::join).isInstanceOf(ClosedException.class);
            assertThat(out.confirmed()).isZero();
        }
    }
}
