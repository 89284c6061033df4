package io.rondo.core;

import io.rondo.core.SegmentException.Reason;
import org.assertj.core.api.Condition;

/** Checks the reason of a {@link SegmentException}. */
public final class ExpectedReason {
    private ExpectedReason() {}

    /**
     * Accepts a {@link SegmentException} with this reason.
     *
     * @param expected the reason
     * @return the condition, for {@code assertThatThrownBy(...).has(...)}
     */
    public static Condition<Throwable> reason(Reason expected) {
        return new Condition<>(e -> e instanceof SegmentException segment && segment.reason() == expected,
                "a SegmentException with reason %s", expected);
    }
}
