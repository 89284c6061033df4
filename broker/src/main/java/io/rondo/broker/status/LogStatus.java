package io.rondo.broker.status;

/**
 * The log of a topic.
 *
 * @param state what it does with messages
 * @param writtenSequence the last sequence in the page cache
 * @param durableSequence the last sequence on the disk
 * @param writtenBytes bytes that this broker has written
 * @param files number of its files
 * @param fileBytes length of its files, the unused part of the newest one included
 * @param gaps gaps that this broker has marked
 * @param missingMessages messages that went on without the log since this broker opened it
 * @param syncSeconds how long the sync that runs now has taken; 0 if none runs
 */
public record LogStatus(LogState state, long writtenSequence, long durableSequence, long writtenBytes, int files,
        long fileBytes, long gaps, long missingMessages, double syncSeconds) {}
