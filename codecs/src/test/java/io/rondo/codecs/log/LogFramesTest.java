package io.rondo.codecs.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Pins the layout of the log: a change here needs a new format version. */
class LogFramesTest {
    @Test
    void lengthsAndOffsetsArePinned() {
        assertThat(new int[]{LogFrames.SBE_HEADER, LogFrames.BLOCK, LogFrames.DATA_HEADER_LENGTH,
            LogFrames.PADDING_HEADER_LENGTH, LogFrames.MARK_LENGTH, LogFrames.GAP_LENGTH})
                .containsExactly(6, 14, 70, 30, 75, 43);
        assertThat(LogFrames.sbeHeader(52, 4)).isEqualTo(0x0001_00c9_0004_0034L);
    }
}
