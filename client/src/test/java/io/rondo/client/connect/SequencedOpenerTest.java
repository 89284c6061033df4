package io.rondo.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.UnavailableException;
import io.rondo.client.settings.ChannelSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a sequenced topic is opened over a socket because its segments are unavailable. */
class SequencedOpenerTest {
    private static final UnavailableException NO_BROKER = new UnavailableException("no broker runs");

    @TempDir
    private Path directory;

    private static SequencedOpener opener(RondoConfig config) {
        return EndpointOpener.of(config).sequenced("t", ChannelSettings.DEFAULTS.transport(Transport.AUTO));
    }

    private static String openWithoutSegments(SequencedOpener opener) {
        return opener.open(_ -> {
            throw NO_BROKER;
        }, _ -> "over a socket");
    }

    @Test
    void aBrokerThatStartedAfterItWasMissedIsNotUsedOverASocket() {
        SequencedOpener opener = opener(RondoConfig.builder().directory(directory).build());
        assertThatThrownBy(() -> openWithoutSegments(opener)).isSameAs(NO_BROKER);
    }

    @Test
    void theBrokerOfAnotherSocketDirectoryIsUsedOverASocket() throws Exception {
        Path sockets = Files.createDirectory(directory.resolve("sockets"));
        Path segments = Files.createDirectory(directory.resolve("segments"));
        SequencedOpener opener = opener(RondoConfig.builder().directory(segments).socketDirectory(sockets).build());
        assertThat(openWithoutSegments(opener)).isEqualTo("over a socket");
    }
}
