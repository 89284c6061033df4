package io.rondo.cli.format;

import java.util.Locale;

/** Output formats of messages. */
public enum OutputFormat {
    /** One message per line. */
    LINES {
        @Override
        public MessageWriter writer(ByteOutput output) {
            return new LineWriter(output);
        }
    },
    /** Simple Open Framing Header frames back to back. */
    SOFH {
        @Override
        public MessageWriter writer(ByteOutput output) {
            return new SofhWriter(output);
        }
    },
    /** One message per line, in hexadecimal. */
    HEX {
        @Override
        public MessageWriter writer(ByteOutput output) {
            return new HexWriter(output);
        }
    };

    /**
     * Starts writing.
     *
     * @param output takes the bytes
     * @return a writer
     */
    public abstract MessageWriter writer(ByteOutput output);

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
