package io.rondo.core.os;

/**
 * The result of trying a system facility.
 *
 * @param works whether Rondo can use it
 * @param finding the observation, or why it does not work, in a few words
 */
public record Probe(boolean works, String finding) {}
