package io.rondo.examples.demo;

/** A checksum of a sequence of values: it differs if a value is changed, lost or moved. Confined to one thread. */
final class Checksum {
    /** An odd number with well mixed bits: the golden ratio's fraction. */
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private long value;

    void add(long next) {
        long mixed = (value ^ next) * MULTIPLIER;
        value = mixed ^ mixed >>> 32;
    }

    void add(byte[] bytes, int length) {
        add(length);
        for (int i = 0; i < length; i++) {
            // Mixed less than whole words are, so that texts cost little.
            value = value * 31 + bytes[i];
        }
    }

    long value() {
        return value;
    }
}
