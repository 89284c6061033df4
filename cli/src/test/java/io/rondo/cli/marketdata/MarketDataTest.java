package io.rondo.cli.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.support.SharedData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarketDataTest {
    /** By the description that comes with the data. */
    static final Map<Integer, Integer> EXPECTED = Map.of(32, 19_138, 35, 614, 37, 388, 42, 388, 12, 18);

    @Test
    void everyPayloadOfTheCaptureDecodesWithTheGeneratedCodecs() throws Exception {
        MarketData data = MarketData.ofSchema(SharedData.schema());
        List<byte[]> payloads = SharedData.payloads();
        payloads.forEach(data::accept);
        assertThat(payloads).hasSize(10_000);
        assertThat(data.templates()).isEqualTo(EXPECTED);
    }
}
