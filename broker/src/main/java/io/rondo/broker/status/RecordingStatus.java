package io.rondo.broker.status;

import io.rondo.client.Durability;

/**
 * A plain topic that the broker records.
 *
 * @param topic the name
 * @param durability of the log
 * @param messages messages that this recording has recorded
 * @param lagMessages messages of the topic that are not recorded yet
 * @param log its log
 */
public record RecordingStatus(String topic, Durability durability, long messages, long lagMessages, LogStatus log) {}
