package io.rondo.perf.measure;

import java.time.Duration;
import java.util.List;

/**
 * What to run.
 *
 * @param points what to measure, in order
 * @param peers names of the contestants to run; empty for all that can run a point
 * @param rounds rounds that count, from 1
 * @param warmups rounds before them, from 0
 * @param slice how long each contestant runs per round
 * @param capacity bytes of every ring, a power of two
 * @param capture what replays play; null where there are none
 */
public record Plan(List<Point> points, List<String> peers, int rounds, int warmups, Duration slice, int capacity,
        Capture capture) {}
