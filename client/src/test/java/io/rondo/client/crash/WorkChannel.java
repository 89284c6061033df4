package io.rondo.client.crash;

import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.SegmentSpec;

/** The work queue on which processes die. */
final class WorkChannel {
    /** The name where the test has one work queue. */
    static final String NAME = "work";
    /** Few slots, so that one that is not freed is missed. */
    static final int PARTICIPANTS = 4;
    static final SegmentSpec SPEC = SegmentSpec.builder().form(ChannelForm.WORK_QUEUE)
            .capacity(SegmentSpec.MIN_CAPACITY).maxParticipants(PARTICIPANTS).build();

    private static final int LENGTHS = 24;

    private WorkChannel() {}

    /** The length of a message: one to four lines with its header. */
    static int length(long number) {
        return (int) (1 + number * 7 % LENGTHS) * Long.BYTES;
    }
}
