package io.rondo.perf.measure;

/** The kind of a competitor. Everything that runs slices at a point is a competitor. */
public enum CompetitorKind {
    /** A configuration of Rondo. */
    RONDO,
    /**
     * An earlier design of Rondo's, kept so that it can be measured again. It is never the reference of a bar or of a
     * ratio.
     */
    ALTERNATIVE,
    /** A transport of another project. */
    EXTERNAL,
    /** A C program that shows the limit of the machine. */
    LIMIT
}
