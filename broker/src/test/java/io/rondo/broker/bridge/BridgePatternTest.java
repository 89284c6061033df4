package io.rondo.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.ExclusivePublication;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.client.Publisher;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.Identity;
import io.rondo.client.connect.ChannelAccess;
import io.rondo.client.support.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bridges that send or publish all topics of a pattern. */
@Timeout(300)
class BridgePatternTest extends BridgeFixture {
    private static final int EPOCH = 5;
    private static final long OTHER = 77;
    private static final int CAPACITY = 1 << 16;

    @Test
    void aPatternSendsAllTopicsThatMatchUnderTheirNames() {
        Publisher first = opened(source().rondo().topic("md.a").publisher());
        opened(source().rondo().topic("other").publisher());
        source().send("md.*");
        Bridge receive = target().receive("md.*");
        Publisher second = opened(source().rondo().topic("md.b").publisher());
        Messages.publish(first, 1);
        Messages.publish(second, 2);

        await(receive, BridgeStatus::messages, 2);
        assertThat(target().channels().topics()).extracting(Identity::name).containsExactly("md.a", "md.b");
    }

    @Test
    void patternsInBothDirectionsMakeNoLoop() {
        Publisher here = opened(source().rondo().topic("md.a").publisher());
        Publisher there = opened(target().rondo().topic("md.b").publisher());
        source().send("md.*");
        target().send("md.*");
        Bridge toSource = source().receive("md.*");
        Bridge toTarget = target().receive("md.*");
        Messages.publish(here, 1);
        Messages.publish(there, 2);
        await(toSource, BridgeStatus::messages, 1);
        await(toTarget, BridgeStatus::messages, 1);
        Messages.publish(here, 3);
        await(toTarget, BridgeStatus::messages, 2);

        // Each also reads what its own directory sends.
        assertThat(toSource.status().messages()).isOne();
        assertThat(toSource.status().loops()).isPositive();
    }

    @Test
    void anEnvelopeForAChannelThatThePatternDoesNotMatchIsForeign() {
        Bridge receive = target().receive("md.*");
        ExclusivePublication publication = publication();
        offer(publication, envelope(OTHER, EPOCH, "other", 1, 1));
        offer(publication, envelope(OTHER, EPOCH + 1, "md.@x", 1, 1));
        offer(publication, envelope(OTHER, EPOCH + 2, "md.a", 1, 1));

        await(receive, BridgeStatus::messages, 1);
        assertThat(receive.status().foreign()).isEqualTo(2);
        assertThat(target().channels().topics()).extracting(Identity::name).containsExactly("md.a");
    }

    @Test
    void aPatternDoesNotSendBackWhatABridgeOfAnotherProcessReceivedBefore() {
        Publisher here = opened(source().rondo().topic("md.a").publisher());
        Publisher there = opened(target().rondo().topic("md.b").publisher());
        Bridge first = target().receive("md.*");
        Bridge toTarget = source().send("md.*");
        Messages.publish(here, 1);
        await(first, BridgeStatus::messages, 1);
        first.close();
        toTarget.close();
        sameDirectory(target()).send("md.*");
        Bridge toSource = source().receive("md.*");
        Bridge again = target().bridge(receiver("md.*", STREAM + 1));
        source().bridge(sender("md.*", STREAM + 1));
        Messages.publish(here, 2);
        await(again, BridgeStatus::messages, 1);
        Messages.publish(there, 3);

        await(toSource, BridgeStatus::messages, 1);
        // Its topic md.a has a publisher.
        assertThat(toSource.status().refused()).isZero();
    }

    @Test
    void aTopicThatReplacesAReceivedOneIsSent() throws IOException {
        Bridge received = target().receive("md.*");
        ExclusivePublication publication = publication();
        offer(publication, envelope(OTHER, EPOCH, "md.a", 1, 1));
        await(received, BridgeStatus::messages, 1);
        received.close();
        target().remove("md.a");
        Publisher own = opened(target().rondo().topic("md.a").publisher());
        target().send("md.*");
        Bridge toSource = source().receive("md.*");
        Messages.publish(own, 2);

        await(toSource, BridgeStatus::messages, 1);
    }

    @Test
    void aTopicMadeWhileTheDriverIsDownIsSentFromItsFirstMessageOn() {
        Bridge receive = target().receive("md.*");
        source().send("md.*");
        driver().close();
        source().notices().await("failed: ");
        target().notices().await("failed: ");
        Publisher made = opened(source().rondo().topic("md.a").publisher());
        Messages.publish(made, 1, 2);
        launch();
        Messages.publish(made, 3);

        await(receive, BridgeStatus::messages, 3);
    }

    @Test
    void aChannelThatWaitsToBeOpenedHoldsNoOtherBridgeUpAndItsMessagesWait() throws InterruptedException {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        ChannelAccess gated = (ChannelAccess) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ChannelAccess.class}, (_, method, arguments) -> {
                    opening.countDown();
                    gate.await();
                    return method.invoke(target().rondo(), arguments);
                });
        LocalChannels channels = target().channels();
        Bridge waiting = target().start(receiver("md.*", STREAM),
                new LocalChannels(gated, channels.memory(), channels.settings()), true);
        opened((AutoCloseable) gate::countDown);
        Bridge other = target().bridge(receiver(TOPIC, STREAM + 1));
        Publisher publisher = opened(source().rondo().topic(TOPIC).publisher());
        source().bridge(sender(TOPIC, STREAM + 1));
        offer(publication(), envelope(OTHER, EPOCH, "md.a", 1, 1, 2));
        opening.await();
        Messages.publish(publisher, 1);
        await(other, BridgeStatus::messages, 1);
        assertThat(waiting.status().messages()).isZero();
        gate.countDown();

        await(waiting, BridgeStatus::messages, 2);
        assertThat(waiting.status().refused()).isZero();
    }

    @Test
    void aSenderThatWaitsWhileItLooksForTopicsHoldsNoOtherBridgeUp() throws Exception {
        Bridge pattern = target().receive("md.*");
        Bridge other = target().bridge(receiver(TOPIC, STREAM + 1));
        Publisher publisher = opened(source().rondo().topic(TOPIC).publisher());
        source().send("md.*");
        source().bridge(sender(TOPIC, STREAM + 1));
        // A pipe in the place of the note of a topic: it is read when another process writes.
        Path note = Files.createDirectories(source().directory().resolve("@received")).resolve("md.a");
        assertThat(new ProcessBuilder("mkfifo", note.toString()).start().waitFor()).isZero();
        Publisher looked = opened(source().rondo().topic("md.a").publisher());
        Task<OutputStream> opening = Task.start(() -> Files.newOutputStream(note));
        try (OutputStream writer = opening.join()) {
            Messages.publish(publisher, 1);
            await(other, BridgeStatus::messages, 1);
            Files.delete(note);
            writer.write("of another segment".getBytes(StandardCharsets.US_ASCII));
        }
        Messages.publish(looked, 2);

        await(pattern, BridgeStatus::messages, 1);
    }

    @Test
    void aDamagedTopicDoesNotStopTheOthers() throws IOException {
        Publisher damaged = opened(source().rondo().topic("md.a").capacity(CAPACITY).publisher());
        Publisher sound = opened(source().rondo().topic("md.b").publisher());
        source().send("md.*");
        Bridge receive = target().receive("md.*");
        Messages.publish(damaged, 1);
        Messages.publish(sound, 2);
        await(receive, BridgeStatus::messages, 2);
        damage(source().file("md.a"));
        source().notices().await("topic md.a is not sent: ");
        Messages.publish(sound, 3);

        await(receive, BridgeStatus::messages, 3);
        assertThat(source().notices().all()).noneMatch(notice -> notice.startsWith("failed: "));
    }

    /** Writes lengths that no record can have over all data. */
    private static void damage(Path segment) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            byte[] impossible = new byte[CAPACITY];
            Arrays.fill(impossible, Byte.MAX_VALUE);
            file.seek(file.length() - CAPACITY);
            file.write(impossible);
        }
    }

    @Test
    void anEnvelopeWithTheEpochOfAnotherChannelIsMalformed() {
        Bridge receive = target().receive("md.*");
        ExclusivePublication publication = publication();
        offer(publication, envelope(OTHER, EPOCH, "md.a", 1, 1));
        offer(publication, envelope(OTHER, EPOCH, "md.b", 2, 2));
        offer(publication, envelope(OTHER, EPOCH, "md.a", 2, 2));

        await(receive, BridgeStatus::messages, 2);
        assertThat(receive.status().malformed()).isOne();
        target().notices().await("has the epoch of channel md.a and the name md.b");
    }

    @Test
    void messagesForAChannelWithAnotherPublisherAreRefusedUntilItIsFree() {
        Publisher other = target().rondo().topic("md.a").publisher();
        Bridge receive = target().receive("md.*");
        ExclusivePublication publication = publication();
        offer(publication, envelope(OTHER, EPOCH, "md.a", 1, 1));
        await(receive, BridgeStatus::refused, 1);
        assertThat(receive.status().foreign()).isZero();
        target().notices().await("cannot be published: ");
        other.close();
        long[] next = {2};

        Watchdog.await("a message on the free channel", () -> {
            offer(publication, envelope(OTHER, EPOCH, "md.a", next[0], next[0]++));
            return receive.status().messages() > 0;
        });
    }

    @Test
    void aChainOfBridgesNamesItsTopic() {
        Publisher publisher = opened(source().rondo().topic("md.a").publisher());
        Bridge last = source().bridge(receiver("md.copy", STREAM + 1));
        Bridge middle = target().receive("md.a");
        target().bridge(sender("md.a", STREAM + 1));
        source().send("md.a");
        Messages.publish(publisher, 1, 2, 3);

        await(middle, BridgeStatus::messages, 3);
        await(last, BridgeStatus::messages, 3);
        assertThat(last.status().loops()).isZero();
    }
}
