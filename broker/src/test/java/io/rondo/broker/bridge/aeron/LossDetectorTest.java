package io.rondo.broker.bridge.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.AeronCounters;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver behind a network that takes packets of up to 500 bytes. */
@Timeout(120)
class LossDetectorTest {
    private static final int LONGEST_PACKET = 500;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private long now;

    private MediaDriver launch() {
        return MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(directory.resolve("aeron").toString())
                .threadingMode(ThreadingMode.SHARED).dirDeleteOnShutdown(true)
                .receiveChannelEndpointSupplier(
                        (channel, dispatcher, status, context) -> new DebugReceiveChannelEndpoint(
                                channel, dispatcher, status, context, (_, _, length) -> length > LONGEST_PACKET,
                                (_, _, _) -> false)));
    }

    private static void offer(AeronClient client, ExclusivePublication publication, int length) {
        Watchdog.await("room", () -> {
            client.invoke();
            return publication.offer(new UnsafeBuffer(new byte[length])) > 0;
        });
    }

    /** Returns whether the driver has noted that all packets up to a position have arrived: later than the image gets them. */
    private static boolean isWhole(AeronClient client, long position) {
        CountersReader counters = client.aeron().countersReader();
        boolean[] whole = {false};
        counters.forEach((counter, type, _, _) -> whole[0] |= type == AeronCounters.DRIVER_RECEIVER_POS_TYPE_ID
                && counters.getCounterValue(counter) == position);
        return whole[0];
    }

    @Test
    void aSenderOfPacketsThatAreTooLongIsFoundAndOneOfOthersIsNot() {
        try (MediaDriver _ = launch();
                AeronClient client = new AeronClient(BridgeDriver.running(directory.resolve("aeron")))) {
            Subscription subscription = client.aeron().addSubscription("aeron:udp?endpoint=127.0.0.1:0", 7);
            Watchdog.await("the port", () -> {
                client.invoke();
                return subscription.tryResolveChannelEndpointPort() != null;
            });
            ExclusivePublication publication = client.aeron()
                    .addExclusivePublication(subscription.tryResolveChannelEndpointPort() + "|term-length=64k", 7);
            LossDetector losses = new LossDetector(client, subscription);
            offer(client, publication, 100);
            Watchdog.await("the message", () -> client.invoke() + subscription.poll((_, _, _, _) -> {}, 1) > 0
                    && subscription.imageCount() == 1
                    && subscription.imageAtIndex(0).position() == publication.position());
            Watchdog.await("its packets", () -> isWhole(client, publication.position()));
            for (int i = 0; i < 20; i++) {
                now += SECOND;
                assertThat(losses.find(now)).isNull();
            }
            offer(client, publication, 1000);
            String[] found = {null};
            Watchdog.await("the sender", () -> {
                client.invoke();
                now += SECOND;
                found[0] = losses.find(now);
                return found[0] != null;
            });

            assertThat(found[0]).isEqualTo(subscription.imageAtIndex(0).sourceIdentity());
        }
    }
}
