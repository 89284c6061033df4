package io.rondo.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.RondoException;
import io.rondo.client.UnavailableException;
import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentErrorsTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void theMessageAndTheCauseAreKept(Reason reason) {
        SegmentException failure = new SegmentException(reason, "channel x: what failed");

        assertThat(SegmentErrors.translate(failure)).hasMessage("channel x: what failed").hasCause(failure);
    }

    @Test
    void eachReasonHasAnExceptionOfItsOwn() {
        Map<Reason, Class<?>> types = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            types.put(reason, SegmentErrors.translate(new SegmentException(reason, "")).getClass());
        }

        assertThat(Set.copyOf(types.values())).hasSameSizeAs(types.values());
        assertThat(types).containsEntry(Reason.FAILED, RondoException.class)
                .allSatisfy((reason, type) -> assertThat(type).isAssignableTo(RondoException.class));
    }

    @Test
    void aCallOfTheCoreFailsWithTheExceptionOfTheApi() {
        SegmentException failure = new SegmentException(Reason.UNAVAILABLE, "no shared memory");

        assertThatThrownBy(() -> SegmentErrors.translating(() -> {
            throw failure;
        })).isExactlyInstanceOf(UnavailableException.class).hasCause(failure);
    }
}
