package io.rondo.perf.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.perf.soak.SoakLedger.Life;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

class SoakTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final SoakLedger ledger = new SoakLedger(out);
    private final SoakMessage message = new SoakMessage();
    private final MutableDirectBuffer buffer = Buffers.allocate(SoakMessage.LONGEST);

    @Test
    void aSoakKillsProducersAndFindsNoErrors() throws InterruptedException {
        boolean clean = new SoakRun(SoakOptions.parse("--minutes", "0.03", "--producers", "2", "--capacity", "65536"),
                out, out).run();
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(clean).as(text).isTrue();
        assertThat(text).contains("torn 0", "out of order 0", "lost 0", "producers killed");
    }

    private void receive(long sequence) {
        message.write(buffer, 0, 1, 2, sequence);
        ledger.received(buffer, 0, SoakMessage.length(sequence));
    }

    @Test
    void theLastMessageOfAKilledProducerMayBeMissing() {
        receive(1);
        receive(2);
        ledger.published(new Life(1, 2), 2);
        ledger.published(new Life(1, 2), 1);
        assertThat(ledger.isClean()).isTrue();
        assertThat(ledger.messages()).isEqualTo(2);
    }

    @Test
    void aTornMessageIsFound() {
        message.write(buffer, 0, 1, 2, 1);
        int last = SoakMessage.length(1) - 1;
        buffer.putByte(last, (byte) ~buffer.getByte(last));
        ledger.received(buffer, 0, SoakMessage.length(1));
        assertThat(ledger.isClean()).isFalse();
        assertThat(ledger).hasToString("1 messages, torn 1, out of order 0, lost 0,"
                + " received although publishing had not returned 0");
    }

    @Test
    void aGapIsFound() {
        receive(1);
        receive(4);
        assertThat(ledger.toString()).contains("lost 2");
    }

    @Test
    void aRepeatedMessageIsFound() {
        receive(1);
        receive(1);
        assertThat(ledger.toString()).contains("out of order 1");
    }

    @Test
    void aPublishedMessageThatNeverArrivesIsFound() {
        receive(1);
        ledger.published(new Life(1, 2), 3);
        assertThat(ledger.toString()).contains("lost 2");
    }

    @Test
    void optionsAreParsedAndInvalidOnesRefused() {
        assertThat(SoakOptions.parse("--minutes", "0.5").duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(SoakOptions.parse().duration()).isEqualTo(Duration.ofMinutes(10));
        for (String wrong : List.of("-1.0", "0.0", "NaN", "1.0E300", "525601.0")) {
            assertThatThrownBy(() -> SoakOptions.parse("--minutes", wrong)).hasMessageContaining("--minutes " + wrong)
                    .hasMessageContaining("at most 525600");
        }
        assertThat(SoakOptions.parse("--minutes", "525600").duration()).isEqualTo(Duration.ofDays(365));
        assertThatThrownBy(() -> SoakOptions.parse("--minutes", "x")).hasMessageContaining("--minutes x");
        assertThatThrownBy(() -> SoakOptions.parse("--hours", "1")).hasMessageContaining("--hours");
        assertThatThrownBy(() -> SoakOptions.parse("--minutes")).hasMessageContaining("--minutes");
    }
}
