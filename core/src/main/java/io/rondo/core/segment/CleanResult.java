package io.rondo.core.segment;

/**
 * The result of {@link ChannelStore#clean} for one file.
 *
 * @param name name of the channel, or of the file if it belongs to none
 * @param removed whether the file was removed, or would be without a dry run
 * @param reason the reason, in one line
 */
public record CleanResult(String name, boolean removed, String reason) {}
