package io.rondo.perf.measure;

import java.time.Duration;
import java.util.List;

/**
 * Points to measure, and the settings for all of them.
 *
 * @param points what to measure, in order
 * @param competitors names of the competitors to run; empty for all that can run a point
 * @param rounds counted rounds, from 1
 * @param warmups rounds before the counted ones, from 0
 * @param slice time for which each competitor runs per round
 * @param capacity bytes of memory of every competitor, a power of two; 0 for the default of each product
 * @param capture the capture for replays; null without replays
 */
public record Plan(List<Point> points, List<String> competitors, int rounds, int warmups, Duration slice, int capacity,
        Capture capture) {}
