package io.rondo.broker.log.retention;

/**
 * What retention deleted.
 *
 * @param files number of files; 0 if nothing was deleted
 * @param bytes their length
 * @param oldestSequence oldest sequence that the log has now
 * @param lostFirst first message that was deleted although a durable subscription needs it
 * @param lostLast last such message; less than the first if there is none
 */
public record RetentionResult(int files, long bytes, long oldestSequence, long lostFirst, long lostLast) {}
