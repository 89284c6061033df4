package io.rondo.perf.peer;

import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Role;
import java.nio.file.Path;

/**
 * What a group of processes agrees on, and the part of one of them.
 *
 * @param directory private to the group, on tmpfs
 * @param capacity bytes a ring holds, a power of two
 * @param point what is measured
 * @param role this process's part
 */
public record PeerSettings(Path directory, int capacity, Point point, Role role) {}
