package io.rondo.perf.measure;

import java.util.List;

/**
 * The result of one competitor at one point.
 *
 * @param name its short name
 * @param kind its kind
 * @param description its configuration, in one line
 * @param capacity bytes of memory of the channel between two processes; 0 if there is none or it is not known
 * @param samples one per counted round, in the order of the rounds; empty if it failed
 * @param failure the reason of its failure; null if it did not fail
 */
public record CompetitorResult(String name, CompetitorKind kind, String description, long capacity,
        List<Sample> samples, String failure) {}
