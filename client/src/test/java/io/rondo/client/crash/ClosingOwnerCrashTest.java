package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.EphemeralOwnerMain;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Received;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The owner of an ephemeral queue dies while it withdraws the messages of a connected publisher from the segment. */
class ClosingOwnerCrashTest {
    private static final String CHANNEL = "withdrawn";
    private static final int TAKEN = 5;
    private static final int SENT = 20;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;

    static List<CrashStep> steps() {
        return CrashSteps.ofClosingOwners();
    }

    private Rondo connect(Transport transport) {
        return Rondo.connect(
                RondoConfig.builder().directory(directory).socketDirectory(directory).transport(transport).build());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aMessageIsDeliveredWholeOrNotAtAllAndItsPublisherIsTold(CrashStep step) throws Exception {
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.QUEUE).ephemeral(true);
        try (Rondo successor = connect(Transport.AUTO);
                Rondo peer = connect(Transport.SOCKET);
                Rondo local = connect(Transport.SHM);
                HaltedJvm owner = HaltedJvm.start(directory, EphemeralOwnerMain.class, CHANNEL, TAKEN)) {
            // Sets its breakpoint when the class is loaded, long before the owner gets there.
            Task<Void> halted = Task.start(() -> {
                owner.runTo(step.line(), step.times());
                return null;
            });
            owner.child().expect("ready");
            Publisher keepsTheSegment = Channels.publisher(local, CHANNEL, options);
            Publisher out = Channels.publisher(peer, CHANNEL, options);
            Messages.publish(out, 1, 2, 3, 4, TAKEN);
            for (long number = 1; number <= TAKEN; number++) {
                owner.child().expect(Long.toString(number));
            }
            Watchdog.await("what was taken is confirmed", () -> out.confirmed() == TAKEN);
            for (long number = TAKEN + 1; number <= SENT; number++) {
                Messages.publish(out, number);
            }
            Messages.publish(keepsTheSegment, 100);
            owner.child().send("close");
            halted.join();
            if (step.moment() == Moment.AFTER) {
                owner.runOver(step.line());
            }
            owner.kill();

            Subscriber next = Channels.subscriber(successor, CHANNEL, options);
            assertThatThrownBy(() -> Messages.publish(out, -1))
                    .isInstanceOfSatisfying(DeliveryUnknownException.class, unknown -> {
                        assertThat(unknown.firstSequence()).isEqualTo(TAKEN + 1);
                        assertThat(unknown.lastSequence()).isEqualTo(SENT);
                    });
            Messages.publish(out, SENT + 1);
            int withdrawn = step.times() - (step.moment() == Moment.AFTER ? 0 : 1);
            List<Long> expected = Messages.range(TAKEN + 1 + withdrawn, SENT + 1);
            Received received = new Received();
            while (received.numbers().size() <= expected.size()) {
                Messages.receive(next, received);
            }
            assertThat(received.numbers()).contains(100L).filteredOn(number -> number != 100).isEqualTo(expected);
        }
    }
}
