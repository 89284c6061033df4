package io.rondo.perf.measure;

/** Who a contestant is to Rondo. */
public enum ContestantKind {
    /** A configuration of Rondo. */
    RONDO,
    /** A design of Rondo's that lost, kept so that it can be measured again. No bar and no ratio is to it. */
    ALTERNATIVE,
    /** One of those Rondo is compared to. */
    PEER,
    /** What the machine allows: a C program. */
    LIMIT
}
