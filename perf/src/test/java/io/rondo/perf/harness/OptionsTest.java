package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.perf.measure.Scenario;
import io.rondo.perf.peer.PeerType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void withoutArgumentsEverythingIsCompared() {
        Options options = Options.parse();
        assertThat(options.peers()).containsExactly(PeerType.values());
        assertThat(options.scenarios()).containsExactly(Scenario.values());
        assertThat(options.sizes()).containsExactly(32, 256, 1024);
        assertThat(options.capacity()).isEqualTo(1024 * 1024);
    }

    @Test
    void everyOptionIsRead() {
        Options options = Options.parse("--rounds", "5", "--warmups", "0", "--slice", "20", "--sizes", "8,64", "--what",
                "throughput", "--peers", "aeron-ipc,rondo-topic", "--capacity", "65536");
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.warmups()).isZero();
        assertThat(options.slice()).isEqualTo(Duration.ofMillis(20));
        assertThat(options.sizes()).containsExactly(8, 64);
        assertThat(options.scenarios()).containsExactly(Scenario.THROUGHPUT);
        assertThat(options.peers()).containsExactly(PeerType.AERON_IPC, PeerType.RONDO_TOPIC);
        assertThat(options.capacity()).isEqualTo(65536);
    }

    @ParameterizedTest
    @CsvSource({"--rounds, 0", "--rounds, many", "--warmups, -1", "--slice, 0", "--sizes, 33", "--sizes, ''",
        "--what, speed", "--peers, kafka", "--capacity, 5000", "--bogus, 1"})
    void invalidValuesAreNamed(String option, String value) {
        String named = option.equals("--bogus") ? option : value;
        assertThatThrownBy(() -> Options.parse(option, value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void anOptionNeedsItsValue() {
        assertThatThrownBy(() -> Options.parse("--rounds")).hasMessage("--rounds needs a value");
    }
}
