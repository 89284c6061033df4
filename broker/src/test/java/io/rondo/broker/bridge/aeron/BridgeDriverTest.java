package io.rondo.broker.bridge.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.SharedMemoryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeDriverTest {
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path channels;

    @Test
    void theFailureOfAnEarlierDriverDoesNotEndItsSuccessor() {
        try (BridgeDriver driver = BridgeDriver.embedded(channels, _ -> {})) {
            Path first = driver.directory();
            driver.failed(first);
            Path second = driver.directory();
            driver.failed(first);

            assertThat(second).isNotEqualTo(first);
            assertThat(first).doesNotExist();
            assertThat(driver.directory()).isEqualTo(second).exists();
        }
        assertThat(channels).isEmptyDirectory();
    }

    @Test
    void onlyADriverOfAnotherProcessIsForTheOperatorToStartAgain() {
        try (BridgeDriver driver = BridgeDriver.embedded(channels, _ -> {});
                AeronClient client = new AeronClient(driver)) {
            assertThat(client.failed()).hasMessage("the connection to the media driver has ended");
        }
        assertThat(BridgeDriver.running(channels).remedy())
                .isEqualTo(": start the driver of " + channels + " again if it does not run");
    }

    @Test
    void theFilesOfAKilledProcessAreRemovedAndThoseOfALiveOneStay() throws Exception {
        Path abandoned = Files.createDirectory(channels.resolve("@aeron-1"));
        Path lock = Files.createFile(channels.resolve("@aeron-1.lock"));
        try (DriverDirectory live = DriverDirectory.create(channels)) {
            Files.createDirectory(live.path());
            try (DriverDirectory other = DriverDirectory.create(channels)) {
                assertThat(other.path()).isNotEqualTo(live.path());
                assertThat(live.path()).exists();
            }
        }
        assertThat(abandoned).doesNotExist();
        assertThat(lock).doesNotExist();
        assertThat(channels).isEmptyDirectory();
    }
}
