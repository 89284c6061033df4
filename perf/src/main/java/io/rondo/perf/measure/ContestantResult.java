package io.rondo.perf.measure;

import java.util.List;

/**
 * What one contestant showed at one point.
 *
 * @param name its short name
 * @param kind who it is to Rondo
 * @param description its configuration, in one line
 * @param samples one per round that counts, in the order of the rounds; empty if it failed
 * @param failure why it failed; null if it did not
 */
public record ContestantResult(String name, ContestantKind kind, String description, List<Sample> samples,
        String failure) {}
