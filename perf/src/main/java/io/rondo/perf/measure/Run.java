package io.rondo.perf.measure;

import java.util.List;
import java.util.Map;

/**
 * A whole run.
 *
 * @param environment facts about the machine and the run, by name, in the order to show them
 * @param warnings what makes the figures doubtful; empty on a fit machine
 * @param points what was measured, in order
 */
public record Run(Map<String, String> environment, List<String> warnings, List<PointResult> points) {}
