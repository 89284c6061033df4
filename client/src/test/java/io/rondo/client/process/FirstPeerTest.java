package io.rondo.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners load what sockets need with the first peer that uses one. */
class FirstPeerTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path logs;

    private void publish(Transport transport) {
        try (Rondo rondo = Rondo.connect(RondoConfig.builder().directory(directory).transport(transport).build());
                Publisher publisher = rondo.queue("q").publisher()) {
            publisher.publish(new byte[1]);
        }
    }

    private static boolean hasNetty(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains("io.netty."));
        }
    }

    @Test
    void anOwnerLoadsNoClassOfNettyBeforeAPeerConnects() throws Exception {
        Path log = logs.resolve("classes");
        try (ChildJvm owner = ChildJvm.startWith(directory, List.of("-Xlog:class+load:file=" + log),
                TwoMessagesMain.class)) {
            owner.expect("ready");
            publish(Transport.SHM);
            owner.expect("message");
            assertThat(hasNetty(log)).isFalse();
            publish(Transport.SOCKET);
            owner.expect("message");
            assertThat(hasNetty(log)).isTrue();
            owner.expectEnd();
        }
    }
}
