package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.WaitSet;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer of a member of a wait set died. */
@Timeout(180)
class WaitSetCrashTest extends CrashFixture {
    private static final int LENGTH = 24;

    @Test
    void aSetThatOnlyPollsSkipsAClaimThatNoHeaderShows() throws Exception {
        Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.QUEUE));
        WaitSet set = rondo().waitSet();
        List<Long> received = new ArrayList<>();
        set.add(in, (buffer, offset, length) -> received.add(Messages.number(buffer, offset, length)));
        try (RawSegment segment = new RawSegment(directory(), Kind.CHANNEL);
                Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.QUEUE))) {
            segment.leaveDeadClaim(LENGTH);
            Messages.publish(out, 1);
        }
        while (set.poll(1) == 0) {
            Thread.onSpinWait();
        }
        assertThat(received).containsExactly(1L);
    }
}
