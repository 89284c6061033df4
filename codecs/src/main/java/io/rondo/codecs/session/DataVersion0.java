package io.rondo.codecs.session;

import io.rondo.codecs.control.DataEncoder;

/**
 * Data as a plain channel sends it: in version 0 of the schema, with the sequence alone as its block. The generated codecs know
 * the longer block of version 1, which only the log has.
 */
final class DataVersion0 {
    static final int VERSION = 0;
    static final int BLOCK_LENGTH = DataEncoder.sequenceEncodingOffset() + DataEncoder.sequenceEncodingLength();

    private DataVersion0() {}
}
