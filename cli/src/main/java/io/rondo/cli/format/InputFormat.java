package io.rondo.cli.format;

import java.util.Locale;

/** Input formats of messages. */
public enum InputFormat {
    /** One message per line. */
    LINES {
        @Override
        public MessageReader reader(ByteInput input, int maxLength) {
            return new LineReader(input, maxLength);
        }
    },
    /** Simple Open Framing Header frames back to back. */
    SOFH {
        @Override
        public MessageReader reader(ByteInput input, int maxLength) {
            return new SofhReader(input, maxLength);
        }
    },
    /** A classic packet capture: each UDP payload is a message. */
    PCAP {
        @Override
        public MessageReader reader(ByteInput input, int maxLength) {
            return new PcapReader(input, maxLength);
        }
    };

    /**
     * Starts reading.
     *
     * @param input the bytes
     * @param maxLength the longest allowed message, in bytes
     * @return a reader at the first message
     */
    public abstract MessageReader reader(ByteInput input, int maxLength);

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
