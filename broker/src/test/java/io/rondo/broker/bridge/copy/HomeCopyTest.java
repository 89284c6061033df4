package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a home tells a copy. */
class HomeCopyTest {
    @Test
    void aReasonThatIsTooLongLosesItsMiddleAndKeepsTheRemedy() {
        String remedy = ": end the other program, " + "\u20ac".repeat(200) + " or reuse an id";
        String reason = "topic orders: " + "x".repeat(500) + remedy;

        assertThat(HomeCopy.shorten(reason)).startsWith("topic orders: xxx").contains("x ... x").endsWith(remedy);
        assertThat(HomeCopy.shorten("\u20ac".repeat(900)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(1024);
        assertThat(HomeCopy.shorten("short: remedy")).isEqualTo("short: remedy");
    }
}
