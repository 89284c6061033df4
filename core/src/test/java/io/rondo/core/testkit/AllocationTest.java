package io.rondo.core.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AllocationTest {
    private Object kept;

    @Test
    void anAllocationIsFound() {
        assertThatThrownBy(() -> Allocation.assertNone(() -> kept = new Object())).isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes allocated");
        Allocation.assertNone(() -> kept = this);
    }
}
