package io.rondo.cli.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.format.ByteInput;
import io.rondo.cli.format.InputFormat;
import io.rondo.cli.format.MessageReader;
import io.rondo.cli.support.SharedData;
import java.nio.channels.FileChannel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarketDataTest {
    /** By the description that comes with the data. */
    static final Map<Integer, Integer> EXPECTED = Map.of(32, 19_138, 35, 614, 37, 388, 42, 388, 12, 18);

    @Test
    void everyPayloadOfTheCaptureDecodesWithTheGeneratedCodecs() throws Exception {
        MarketData data = MarketData.ofSchema(SharedData.schema());
        try (FileChannel capture = FileChannel.open(SharedData.capture())) {
            MessageReader reader = InputFormat.PCAP.reader(new ByteInput(capture), 1500);
            int packets = 0;
            for (int length = reader.next(); length != MessageReader.END; length = reader.next()) {
                byte[] packet = new byte[length];
                reader.buffer().getBytes(reader.offset(), packet);
                data.accept(packet);
                packets++;
            }
            assertThat(packets).isEqualTo(10_000);
            assertThat(reader.summary()).isEqualTo("pcap: 10000 packets, 10000 UDP payloads, 0 skipped");
        }
        assertThat(data.templates()).isEqualTo(EXPECTED);
    }
}
