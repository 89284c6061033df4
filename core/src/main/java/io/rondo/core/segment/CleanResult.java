package io.rondo.core.segment;

/**
 * What {@link ChannelStore#clean} did with one file.
 *
 * @param name of the channel, or of the file where it is none
 * @param removed whether it is gone, or would be if this had not been a dry run
 * @param reason for that, in one line
 */
public record CleanResult(String name, boolean removed, String reason) {}
