package io.rondo.broker.log;

import io.rondo.client.Durability;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFrames;

/**
 * The settings of a channel's log.
 *
 * @param channel name of the channel, 1 to 64 ASCII characters
 * @param durability when a message counts as recorded
 * @param fileLength bytes of each new file, a multiple of 4,096, up to 1 GiB; the configuration allows 1 MiB and more
 * @param schemaId SBE schema of the messages; 0 if unknown
 * @param schemaVersion version of that schema
 */
public record LogSettings(String channel, Durability durability, int fileLength, int schemaId, int schemaVersion) {
    /** Length of a file if none is configured. */
    public static final int DEFAULT_FILE_LENGTH = 64 << 20;

    private static final int PAGE = 4096;
    private static final int MIN_FILE_LENGTH = 4 * PAGE;

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public LogSettings {
        if (fileLength < MIN_FILE_LENGTH || fileLength > LogFileHeader.MAX_FILE_LENGTH || fileLength % PAGE != 0) {
            throw new IllegalArgumentException("log file length " + fileLength + " of channel " + channel
                    + " is not a multiple of " + PAGE + " from " + MIN_FILE_LENGTH + " to "
                    + LogFileHeader.MAX_FILE_LENGTH);
        }
    }

    /** Returns settings with the default length of a file, for messages of an unknown schema. */
    public static LogSettings of(String channel, Durability durability) {
        return new LogSettings(channel, durability, DEFAULT_FILE_LENGTH, 0, 0);
    }

    /** Returns the longest message that fits into a file, in bytes. */
    public int maxMessageLength() {
        return Math.min(LogFrames.MAX_PAYLOAD_LENGTH, fileLength - LogFileHeader.LENGTH - LogFrames.MARK_LENGTH
                - LogFrames.DATA_HEADER_LENGTH - LogFrames.PADDING_HEADER_LENGTH);
    }
}
