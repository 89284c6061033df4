package io.rondo.perf.measure;

/** Who a contestant is to Rondo. */
public enum ContestantKind {
    /** A configuration of Rondo. */
    RONDO,
    /** One of those Rondo is compared to. */
    PEER,
    /** What the machine allows: a C program. */
    LIMIT
}
