package io.rondo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RondoConfigTest {
    private final Properties properties = new Properties();

    @Test
    void withoutSettingsThereAreTheDefaults() {
        RondoConfig config = RondoConfig.load(Map.of("PATH", "/bin"), properties);
        assertThat(config.directory()).isNull();
        assertThat(config.directoryUid()).isNull();
        assertThat(config.transport()).isEqualTo(Transport.AUTO);
    }

    @Test
    void theEnvironmentIsRead() {
        RondoConfig config = RondoConfig
                .load(Map.of("RONDO_DIR", "/a", "RONDO_DIR_UID", "4294967294", "RONDO_TRANSPORT", "shm"), properties);
        assertThat(config.directory()).isEqualTo(Path.of("/a"));
        assertThat(Integer.toUnsignedString(config.directoryUid())).isEqualTo("4294967294");
        assertThat(config.transport()).isEqualTo(Transport.SHM);
    }

    @Test
    void aSystemPropertyWinsOverTheEnvironment() {
        properties.setProperty("rondo.dir", "/b");
        properties.setProperty("rondo.dir.uid", "8");
        properties.setProperty("rondo.transport", "Auto");
        RondoConfig config = RondoConfig
                .load(Map.of("RONDO_DIR", "/a", "RONDO_DIR_UID", "7", "RONDO_TRANSPORT", "shm"), properties);
        assertThat(config.directory()).isEqualTo(Path.of("/b"));
        assertThat(config.directoryUid()).isEqualTo(8);
        assertThat(config.transport()).isEqualTo(Transport.AUTO);
    }

    @Test
    void anEmptyValueIsNone() {
        properties.setProperty("rondo.transport", "");
        RondoConfig config = RondoConfig.load(Map.of("RONDO_DIR", "", "RONDO_DIR_UID", ""), properties);
        assertThat(config.directory()).isNull();
        assertThat(config.directoryUid()).isNull();
        assertThat(config.transport()).isEqualTo(Transport.AUTO);
    }

    @Test
    void aBadValueIsRefusedNamingTheSettingAndTheValue() {
        for (String uid : new String[]{"me", "-1", "4294967296", "1.5"}) {
            assertThatThrownBy(() -> RondoConfig.load(Map.of("RONDO_DIR_UID", uid), properties))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("RONDO_DIR_UID", "rondo.dir.uid", "'" + uid + "'");
        }
        assertThatThrownBy(() -> RondoConfig.load(Map.of("RONDO_TRANSPORT", "pigeon"), properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("RONDO_TRANSPORT", "'pigeon'", "shm");
        assertThatThrownBy(() -> RondoConfig.load(Map.of("RONDO_DIR", "a\0b"), properties))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("RONDO_DIR");
    }

    @Test
    void nullIsRefusedAtOnce() {
        assertThatThrownBy(() -> RondoConfig.builder().directory(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> RondoConfig.builder().transport(null)).isInstanceOf(NullPointerException.class);
    }
}
