package io.rondo.core.ring.writer;

/** The limit up to which a single producer may write. */
interface SpaceGate {
    /**
     * Computes the limit from the positions of the consumers.
     *
     * @param wanted position up to which the producer wants to write
     * @return position up to which it may write; never less than an earlier result
     */
    long limit(long wanted);
}
