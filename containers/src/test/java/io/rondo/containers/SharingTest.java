package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.BindMode;

/** Two containers, each with a PID namespace of its own, and what they share. */
@ContainerTest
class SharingTest {
    /** A way to share a channel, and the transport of its publisher as {@code stat} names it. */
    enum Sharing {
        /** {@code docker run --ipc=container:X}: one /dev/shm. */
        IPC("shm"),
        /** A volume in memory with the channels. */
        DIRECTORY("shm"),
        /** A volume with the socket, through which the consumer passes its segment. */
        DESCRIPTOR("shm (descriptor)"),
        /** A volume with the sockets only. */
        SOCKETS("socket");

        private final String transport;

        Sharing(String transport) {
            this.transport = transport;
        }

        private RondoContainer apply(RondoContainer container, TestVolume memory, TestVolume disk) {
            return switch (this) {
                case IPC -> container;
                case DIRECTORY -> container.volume(memory, "/run/rondo").withEnv("RONDO_DIR", "/run/rondo/channels");
                case DESCRIPTOR -> sockets(container, disk, "auto");
                case SOCKETS -> sockets(container, disk, "socket");
            };
        }

        private static RondoContainer sockets(RondoContainer container, TestVolume disk, String transport) {
            return container.volume(disk, "/run/rondo").withEnv("RONDO_SOCKET_DIR", "/run/rondo")
                    .withEnv("RONDO_TRANSPORT", transport);
        }
    }

    @ParameterizedTest
    @EnumSource
    void marketDataArrivesByteForByteOverTheTransportThatStatNames(Sharing sharing) throws Exception {
        byte[] sent = MarketData.hexLines();
        try (TestVolume memory = TestVolume.inMemory("32m");
                TestVolume disk = TestVolume.onDisk();
                RondoContainer consumer = sharing.apply(RondoContainer.script(
                        "exec rondo sub feed --kind queue --format hex >/tmp/out"), memory, disk).shareable();
                // The producer stays attached.
                RondoContainer producer = sharing.apply(RondoContainer.script(
                        "(cat /data/capture.pcap; sleep 1000) | rondo pub feed --kind queue --format pcap --await 1"),
                        memory, disk)
                        .withFileSystemBind(MarketData.capture().toString(), "/data/capture.pcap",
                                BindMode.READ_ONLY)) {
            consumer.start();
            if (sharing == Sharing.IPC) {
                producer.ipcOf(consumer);
            }
            producer.start();
            consumer.await("everything has arrived", () -> received(consumer).length >= sent.length);

            assertThat(received(consumer)).isEqualTo(sent);
            assertThat(consumer.rondo("stat", "feed", "--json")).containsPattern(
                    "\"role\": \"producer\"[^}]*\"alive\": true,\\s*\"transport\": \""
                            + Pattern.quote(sharing.transport) + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"queue, sub", "topic, pub"})
    void theContainerThatIsNotTheOwnerMayStartFirst(String kind, String owning) throws Exception {
        boolean publishes = owning.equals("sub");
        try (TestVolume disk = TestVolume.onDisk();
                RondoContainer peer = Sharing.DESCRIPTOR
                        .apply(RondoContainer.main(EarlyPeerMain.class, kind), null, disk).started()) {
            peer.awaitOut("waiting over SHM_DESCRIPTOR");
            try (RondoContainer owner = Sharing.DESCRIPTOR.apply(publishes
                    ? new RondoContainer("sub", "x", "--kind", kind, "--count", "1")
                    : new RondoContainer("pub", "x", "--kind", kind, "--await", "1", "--message", "hello"), null, disk)
                    .started()) {
                assertThat(peer.exitCode()).as(peer.errors()).isZero();
                assertThat(owner.exitCode()).as(owner.errors()).isZero();
                assertThat((publishes ? owner : peer).out()).endsWith("hello\n");
            }
        }
    }

    @Test
    void aParkedConsumerIsWokenFromAnotherContainerAndUsesNoProcessorMeanwhile() throws Exception {
        try (TestVolume disk = TestVolume.onDisk();
                RondoContainer consumer = Sharing.DESCRIPTOR
                        .apply(RondoContainer.main(ParkedMain.class, "wakes"), null, disk).started();
                RondoContainer producer = Sharing.DESCRIPTOR
                        .apply(RondoContainer.main(WakingMain.class, "wakes"), null, disk).started()) {
            assertThat(producer.exitCode()).as(producer.errors()).isZero();
            assertThat(producer.out().lines()).filteredOn(line -> line.startsWith("published"))
                    .hasSize(ParkedMain.MESSAGES).containsOnly("published over SHM_DESCRIPTOR");
            assertThat(consumer.exitCode()).as(consumer.errors()).isZero();
            List<String> waits = consumer.out().lines().filter(line -> line.startsWith("waited")).toList();
            assertThat(waits).hasSize(ParkedMain.MESSAGES);
            // The first wait includes the start of the producer, and loads classes.
            for (String wait : waits.subList(1, waits.size())) {
                long[] micros = Pattern.compile("\\d+").matcher(wait).results().map(MatchResult::group)
                        .mapToLong(Long::parseLong).toArray();
                assertThat(micros[1]).as(wait).isLessThan(micros[0] / 50);
            }
        }
    }

    private static byte[] received(RondoContainer consumer) {
        return consumer.copyFileFromContainer("/tmp/out", InputStream::readAllBytes);
    }
}
