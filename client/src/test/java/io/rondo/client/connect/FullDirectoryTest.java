package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rondo.client.NoSpaceException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system of the segments has no space for the file of a channel's lock. */
class FullDirectoryTest {
    @TempDir
    private Path directory;
    private Path segments;
    private Path sockets;

    @BeforeEach
    void mountSmallFileSystem() throws Exception {
        segments = Files.createDirectory(directory.resolve("segments"));
        sockets = Files.createDirectory(directory.resolve("sockets"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "nr_inodes=20,mode=0700", "tmpfs", segments.toString()) == 0,
                "mount needs root and is not allowed everywhere");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", segments.toString());
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    private Rondo connect(Path socketDirectory) {
        return connect(socketDirectory, Transport.SHM);
    }

    private Rondo connect(Path socketDirectory, Transport transport) {
        return Rondo.connect(RondoConfig.builder().directory(segments).socketDirectory(socketDirectory)
                .transport(transport).build());
    }

    private void fill() throws IOException {
        try {
            for (int i = 0; i < 100; i++) {
                Files.createFile(segments.resolve(".full" + i));
            }
            throw new AssertionError("the file system is not full");
        } catch (java.nio.file.FileSystemException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private void empty() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(segments, ".full*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aRecordedSegmentIsOpened() throws IOException {
        try (Rondo rondo = connect(sockets);
                Publisher out = rondo.queue("x").publisher();
                Rondo other = connect(sockets)) {
            fill();
            try (Subscriber in = other.queue("x").subscriber()) {
                Messages.publish(out, 1);
                assertThat(Messages.receive(in, Messages.IGNORE)).isEqualTo(1);
            }
        }
    }

    @Test
    void aWorkQueueIsConsumedInItsSegmentUntilThereIsSpaceForDeadLetters() throws IOException {
        try (Rondo rondo = connect(sockets, Transport.AUTO);
                Rondo creator = connect(sockets);
                Publisher out = creator.workQueue("x").maxDeliveries(1).maxMessageLength(100).publisher()) {
            Messages.publish(out, 1);
            fill();
            try (WorkSubscriber in = rondo.workQueue("x").subscriber()) {
                assertThat(in.transport()).isEqualTo(Transport.SHM);
                assertThat(in.receive(message -> message.nack(Duration.ZERO), 1, Duration.ofSeconds(20))).isEqualTo(1);
                assertThat(in.poll(Messages.IGNORE, 1)).isZero();
                empty();
                try (Subscriber dead = rondo.queue("x.dead").subscriber()) {
                    Watchdog.await("the dead letter",
                            () -> in.poll(Messages.IGNORE, 1) + dead.poll(Messages.IGNORE, 1) > 0);
                }
            }
        }
    }

    @Test
    void noRecordIsWrittenWithoutTheLock() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        try (Rondo rondo = connect(sockets);
                Publisher out = rondo.queue("x").publisher();
                Rondo other = connect(elsewhere)) {
            fill();
            assertThatThrownBy(() -> other.queue("x").subscriber()).isInstanceOf(NoSpaceException.class)
                    .hasMessageContaining("x@lock");
            assertThat(elsewhere).isEmptyDirectory();
            assertThat(out.consumers()).isZero();
        }
    }
}
