package io.rondo.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sleeps on descriptors. */
class DescriptorPollTest {
    private static final long HOUR = 3_600_000_000_000L;

    @Test
    void aSleepEndsByItsTime() {
        try (DescriptorPoll poll = new DescriptorPoll(1)) {
            assertThat(poll.await(1_000)).isFalse();
        }
    }

    @Test
    void aWakeEndsOneSleepAlsoIfItComesBefore() {
        try (DescriptorPoll poll = new DescriptorPoll(1)) {
            poll.wake();
            poll.wake();

            assertThat(poll.await(HOUR)).isTrue();
            assertThat(poll.await(1_000)).isFalse();
        }
    }

    @Test
    void aWakeEndsTheSleepOfAnotherThread() throws Exception {
        try (DescriptorPoll poll = new DescriptorPoll(1)) {
            Thread sleeper = Thread.ofPlatform().start(() -> poll.await(HOUR));
            poll.wake();
            sleeper.join();
        }
    }

    @Test
    void aReadableDescriptorEndsTheSleepUntilItIsRemoved(@TempDir Path directory) throws Exception {
        Path path = Files.createFile(directory.resolve("readable"));
        try (NativeFile file = NativeFile.open(path, false); DescriptorPoll poll = new DescriptorPoll(1)) {
            poll.add(file.fd());
            assertThat(poll.await(HOUR)).isTrue();

            poll.clear();
            assertThat(poll.await(1_000)).isFalse();
        }
    }

    @Test
    void theEndOfADescriptorIsDistinguishedFromAReadableOneAndAWake(@TempDir Path directory) throws Exception {
        Path path = Files.createFile(directory.resolve("readable"));
        try (NativeFile file = NativeFile.open(path, false); DescriptorPoll poll = new DescriptorPoll(1)) {
            poll.addForEnd(file.fd());
            assertThat(poll.await(1_000)).isFalse();
            poll.wake();
            assertThat(poll.await(HOUR)).isTrue();
            assertThat(poll.hasEnded()).isFalse();
        }
        try (DescriptorPoll poll = new DescriptorPoll(1)) {
            // Above all limits of open files.
            poll.addForEnd(Integer.MAX_VALUE);
            assertThat(poll.await(HOUR)).isTrue();
            assertThat(poll.hasEnded()).isTrue();
        }
    }

    @Test
    void aClosedPollIgnoresWakes() {
        DescriptorPoll poll = new DescriptorPoll(1);
        poll.close();
        poll.close();
        poll.wake();
    }
}
