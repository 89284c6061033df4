package io.rondo.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.examples.sequenced.SequencedTrades;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that needs a broker. */
class SequencedTradesTest {
    private static final Pattern LINE = Pattern.compile("trade ([1-6]): (-?[123])");

    @TempDir
    private Path directory;

    @Test
    void theExamplePrintsEachTradeOnceAndContinuesWhereItEnded() throws Exception {
        RondoConfig config = RondoConfig.builder().directory(Files.createDirectory(directory.resolve("channels")))
                .build();
        TopicLogSettings logs = TopicLogSettings.defaults().directory(directory.resolve("logs"));
        List<String> lines = new ArrayList<>();
        try (Broker broker = Broker.start(BrokerSettings.of(config).logs(logs)); Rondo rondo = Rondo.connect(config)) {
            SequencedTrades.run(rondo, lines::add);
            assertThat(broker.topics()).isOne();
            assertThat(lines).hasSize(6).allMatch(line -> LINE.matcher(line).matches());
            assertThat(lines.stream().map(line -> {
                Matcher matcher = LINE.matcher(line);
                return matcher.matches() ? Integer.valueOf(matcher.group(2)) : null;
            })).containsExactlyInAnyOrder(1, -1, 2, -2, 3, -3);
            lines.clear();

            SequencedTrades.run(rondo, lines::add);
            assertThat(lines).containsExactly("no new trades");
        }
    }
}
