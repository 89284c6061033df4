package io.rondo.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.support.Task;
import org.junit.jupiter.api.Test;

/** The cleaner closes an endpoint that became unreachable while its last call is in progress. */
class DroppedInCallTest {
    private final StubProducer transport = new StubProducer();
    private final Lifecycle lifecycle = Lifecycle.ofPublisher("x", transport);

    @Test
    void theCallInProgressDetachesWhenItEnds() throws Exception {
        lifecycle.enterCall();
        assertThat(Task.start(lifecycle::closeDropped).join()).isTrue();
        assertThat(transport.detached).isZero();
        lifecycle.leaveCall();
        assertThat(transport.detached).isEqualTo(1);
    }

    @Test
    void withoutACallTheCleanerDetaches() throws Exception {
        lifecycle.enterCall();
        lifecycle.leaveCall();
        assertThat(Task.start(lifecycle::closeDropped).join()).isTrue();
        assertThat(transport.detached).isEqualTo(1);
        assertThat(Task.start(lifecycle::closeDropped).join()).isFalse();
        assertThat(transport.detached).isEqualTo(1);
    }
}
