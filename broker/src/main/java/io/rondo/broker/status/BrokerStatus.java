package io.rondo.broker.status;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.health.RecoveryProgress;
import java.util.List;

/**
 * A broker at one moment.
 *
 * @param version of the program
 * @param pid of the process
 * @param state what it does
 * @param live whether every thread works
 * @param ready whether it takes and confirms the messages of all topics
 * @param startedAt milliseconds since the epoch
 * @param uptimeSeconds time since then
 * @param channels the directory of the channels
 * @param logs the directory of the logs
 * @param recovery how far the recovery at the start is
 * @param denials requests and connections that were denied since the start, because their user has no right
 * @param topics what it sequences, by name
 * @param recordings plain topics that it records, by name
 * @param bridges bridges to other hosts, in the order of the configuration
 * @param alarms failures that last, the oldest first
 */
public record BrokerStatus(String version, long pid, BrokerState state, boolean live, boolean ready, long startedAt,
        double uptimeSeconds, VolumeStatus channels, VolumeStatus logs, RecoveryProgress.Snapshot recovery,
        long denials,
        List<TopicStatus> topics, List<RecordingStatus> recordings, List<BridgeStatus> bridges, List<Alarm> alarms) {}
