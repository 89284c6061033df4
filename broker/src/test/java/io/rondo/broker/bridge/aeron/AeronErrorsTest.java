package io.rondo.broker.bridge.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.ErrorCode;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.RegistrationException;
import org.junit.jupiter.api.Test;

/** Texts of Aeron's errors. */
class AeronErrorsTest {
    @Test
    void theReasonOfADriverIsTakenOutOfWhatItPutsAround() {
        assertThat(AeronErrors.message(new RegistrationException(3, 11, ErrorCode.CHANNEL_ENDPOINT_ERROR,
                "io.aeron.exceptions.AeronException : ERROR - channel error - Address already in use (at"
                        + " java.base/sun.nio.ch.Net.bind0(Native Method)): aeron:udp?endpoint=127.0.0.1:40923")))
                .isEqualTo("channel error - Address already in use: aeron:udp?endpoint=127.0.0.1:40923");
        assertThat(AeronErrors.message(new AeronException("no answer (at once)", AeronException.Category.WARN)))
                .isEqualTo("no answer (at once)");
    }

    @Test
    void otherFailuresKeepTheirText() {
        assertThat(AeronErrors.message(new IllegalStateException("a.b.Exception : x"))).isEqualTo("a.b.Exception : x");
        assertThat(AeronErrors.message(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
