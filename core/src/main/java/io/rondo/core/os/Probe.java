package io.rondo.core.os;

/**
 * Whether a system facility works here, tried and not looked up.
 *
 * @param works whether Rondo can use it
 * @param finding what was seen, or why it does not work, in a few words
 */
public record Probe(boolean works, String finding) {}
