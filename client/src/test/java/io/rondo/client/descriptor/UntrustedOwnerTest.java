package io.rondo.client.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.CorruptSegmentException;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.Messages;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Warnings;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.core.os.NativeFile;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer accepts from an owner that answers with what no owner of this release sends. */
class UntrustedOwnerTest {
    private static final String CHANNEL = "x";
    private static final int VERSION = SessionEncoder.PROTOCOL_VERSION;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ScriptedOwner owner;

    @AfterEach
    void close() {
        owner.close();
    }

    private void listen(ScriptedOwner.Answer toMapper) {
        owner = ScriptedOwner.listen(directory.resolve(CHANNEL + ".sock"), VERSION, toMapper);
    }

    private void listenAndSend(ScriptedOwner.Frame toMapper) {
        listen(mapper -> mapper.send(toMapper));
    }

    /** Passes files with a frame that announces a number of descriptors. */
    private void listenAndPass(int announced, Path file, int passed) {
        listen(mapper -> pass(mapper, new UUID(1, 2), announced, file, passed));
    }

    private static void pass(ScriptedOwner.Mapper mapper, UUID id, int announced, Path file, int passed)
            throws IOException {
        List<NativeFile> files = new ArrayList<>();
        try {
            for (int i = 0; i < passed; i++) {
                files.add(NativeFile.open(file, true));
            }
            mapper.pass(ScriptedOwner.bytes((encoder, buffer) -> encoder.segment(buffer, 0, id, announced)), files);
        } finally {
            files.forEach(NativeFile::close);
        }
    }

    private Rondo connect(Transport transport) {
        return Rondo.connect(RondoConfig.builder().directory(Path.of("/proc/none/x")).socketDirectory(directory)
                .transport(transport).build());
    }

    private void open(Transport transport) {
        try (Rondo rondo = connect(transport); Publisher out = rondo.queue(CHANNEL).publisher()) {
            assertThat(out.transport()).isEqualTo(Transport.SOCKET);
        }
    }

    private void assertSocketIsNext() {
        open(Transport.AUTO);
    }

    private void assertUnavailable(String reason) {
        assertThatThrownBy(() -> open(Transport.SHM_DESCRIPTOR)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining(reason);
        assertSocketIsNext();
    }

    private void assertCorrupt(String reason) {
        assertThatThrownBy(() -> open(Transport.SHM_DESCRIPTOR)).isInstanceOf(CorruptSegmentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anOwnerOfAnOlderReleaseIsAskedForNothing() {
        owner = ScriptedOwner.listen(directory.resolve(CHANNEL + ".sock"), 2, mapper -> {
            throw new AssertionError("asked");
        });
        assertUnavailable("version 2");
    }

    @Test
    void descriptorsThatDoNotArriveAreMissed() {
        listenAndSend((encoder, buffer) -> encoder.segment(buffer, 0, new UUID(1, 2), 3));
        assertUnavailable("passed 3 descriptors, and 0 arrived");
    }

    @Test
    void descriptorsThatTheKernelDropsAreMissed() {
        // As without room for them in the peer, or if a security module denies them.
        listenAndPass(11, Path.of("/dev/null"), 11);
        assertUnavailable("were lost");
    }

    @Test
    void aSegmentWithoutDescriptorsIsRefused() {
        listenAndSend((encoder, buffer) -> encoder.segment(buffer, 0, new UUID(1, 2), 0));
        assertThatThrownBy(() -> open(Transport.SHM_DESCRIPTOR)).isInstanceOf(RondoException.class)
                .hasMessageContaining("0 descriptors instead of 3");
    }

    @Test
    void surplusDescriptorsAreRefused() {
        listenAndPass(4, Path.of("/dev/null"), 4);
        assertCorrupt("4 descriptors instead of 3");
    }

    @Test
    void descriptorsWithEachByteOfAFrameAreRefused() {
        listen(mapper -> {
            byte[] frame = ScriptedOwner.bytes((encoder, buffer) -> encoder.segment(buffer, 0, new UUID(1, 2), 3));
            try (NativeFile file = NativeFile.open(Path.of("/dev/null"), true)) {
                for (byte next : frame) {
                    mapper.pass(new byte[]{next}, Collections.nCopies(8, file));
                }
            }
        });
        assertCorrupt("more than 8 descriptors");
    }

    @Test
    void descriptorsOfAnotherTypeOfFileAreRefused() {
        listenAndPass(3, Path.of("/dev/null"), 3);
        assertCorrupt("no regular file");
    }

    @Test
    void descriptorsOfATruncatedFileAreRefused() throws IOException {
        listenAndPass(3, Files.createFile(directory.resolve("empty")), 3);
        assertCorrupt("truncated");
    }

    @Test
    void theReasonOfAnOwnerThatCannotPassItsSegmentIsReported() {
        listenAndSend((encoder, buffer) -> encoder.reject(buffer, 0,
                new Reject(RejectCode.NO_DESCRIPTORS, "the sandbox of the owner denies it")));
        assertUnavailable("the sandbox of the owner denies it");
    }

    @Test
    void anAnswerThatIsMissingLeadsToTheSocket() {
        listen(ScriptedOwner.Mapper::close);
        assertSocketIsNext();
    }

    @Test
    void anAnswerThatBreaksTheProtocolLeadsToTheSocket() {
        listenAndSend((encoder, buffer) -> encoder.ack(buffer, 0, 1, 1));
        assertSocketIsNext();
    }

    @Test
    void anOwnerThatCannotPassItsSegmentNowIsAskedAgain() throws IOException {
        Path segments = Files.createDirectory(directory.resolve("segments"));
        RondoConfig config = RondoConfig.builder().directory(segments).transport(Transport.SHM).build();
        AtomicInteger asked = new AtomicInteger();
        try (Rondo rondo = Rondo.connect(config); var in = rondo.queue(CHANNEL).subscriber()) {
            UUID id = new ChannelStore(ChannelDirectory.of(segments, null)).find(CHANNEL).id();
            listen(mapper -> {
                if (asked.incrementAndGet() == 1) {
                    mapper.send((encoder, buffer) -> encoder.reject(buffer, 0,
                            new Reject(RejectCode.CLOSING, "too many descriptors are in flight")));
                } else {
                    pass(mapper, id, 3, segments.resolve(CHANNEL + ".ring"), 3);
                }
            });
            try (Rondo peer = connect(Transport.AUTO); Publisher out = peer.queue(CHANNEL).publisher()) {
                assertThat(out.transport()).isEqualTo(Transport.SHM_DESCRIPTOR);
                Messages.publish(out, 1);
                assertThat(Messages.receive(in, Messages.IGNORE)).isOne();
            }
        }
    }

    /** A reason that may pass is no reason to fail. It must be visible, and the attempts must not load the owner. */
    @Test
    void anOwnerThatPassesAnotherSegmentThanItNamesIsAskedAtGrowingIntervals() throws IOException {
        Path segments = Files.createDirectory(directory.resolve("segments"));
        RondoConfig config = RondoConfig.builder().directory(segments).transport(Transport.SHM).build();
        try (Rondo rondo = Rondo.connect(config);
                var _ = rondo.queue(CHANNEL).subscriber();
                Warnings warnings = Warnings.containing(directory.toString())) {
            // The segment was replaced meanwhile, so its id is another one.
            listen(mapper -> pass(mapper, new UUID(1, 2), 3, segments.resolve(CHANNEL + ".ring"), 3));
            try (Rondo peer = connect(Transport.SHM_DESCRIPTOR); Publisher out = peer.queue(CHANNEL).publisher()) {
                assertThat(out.tryPublish(Messages.of(1), 0, Messages.LENGTH)).isEqualTo(Publisher.NOT_CONNECTED);
                Watchdog.await("attempts", () -> owner.observed().size() >= 20);
            }
            List<Long> times = owner.observed();
            for (int i = 8; i < 20; i++) {
                // After 1, 2, 4 ... 64 ms.
                assertThat(TimeUnit.NANOSECONDS.toMillis(times.get(i) - times.get(i - 1))).isGreaterThanOrEqualTo(100);
            }
            assertThat(warnings.found()).singleElement().asString().contains("was removed or replaced");
        }
    }
}
