package io.rondo.client;

/** The usual SBE message header, as the little-endian number that its eight bytes are. */
final class SbeHeader {
    private static final int UINT16_BITS = 16;
    private static final int UINT16_MAX = 0xFFFF;

    private SbeHeader() {}

    static long of(int blockLength, int templateId, int schemaId, int version) {
        return field("block length", blockLength) | field("template id", templateId) << UINT16_BITS
                | field("schema id", schemaId) << 2 * UINT16_BITS | field("version", version) << 3 * UINT16_BITS;
    }

    private static long field(String name, int value) {
        if (value < 0 || value > UINT16_MAX) {
            throw new IllegalArgumentException(name + " " + value + " is not from 0 to " + UINT16_MAX
                    + ", the range of the usual SBE message header: wrap the encoder yourself");
        }
        return value;
    }

    /** Reverses the order of the fields: the header as a big-endian number, and back. */
    static long swapped(long header) {
        return of(version(header), schemaId(header), templateId(header), blockLength(header));
    }

    static int blockLength(long header) {
        return (int) header & UINT16_MAX;
    }

    static int templateId(long header) {
        return (int) (header >>> UINT16_BITS) & UINT16_MAX;
    }

    static int schemaId(long header) {
        return (int) (header >>> 2 * UINT16_BITS) & UINT16_MAX;
    }

    static int version(long header) {
        return (int) (header >>> 3 * UINT16_BITS) & UINT16_MAX;
    }

    /** Identifies the type of a message among all schemas. */
    static int type(long header) {
        return (int) (header >>> UINT16_BITS);
    }
}
