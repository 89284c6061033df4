package io.rondo.perf.transport;

import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import java.nio.file.Path;

/**
 * The settings of a group of processes, and the role of one of them.
 *
 * @param directory private to the group, on tmpfs
 * @param disk private to the group, for files that are to reach a disk
 * @param capacity bytes a ring holds, a power of two
 * @param point the measurement
 * @param role the role of this process
 */
public record CompetitorSettings(Path directory, Path disk, int capacity, Point point, Role role) {}
