package io.rondo.perf.measure;

import java.util.List;
import java.util.Map;

/**
 * A whole run.
 *
 * @param environment facts about the machine and the run, by name, in the order to show them
 * @param warnings reasons why the figures are not reliable; empty on a suited machine
 * @param points the results, in order
 */
public record Run(Map<String, String> environment, List<String> warnings, List<PointResult> points) {}
