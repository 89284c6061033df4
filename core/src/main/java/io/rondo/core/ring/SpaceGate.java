package io.rondo.core.ring;

/** How far a single producer may write. */
interface SpaceGate {
    /**
     * Looks at the consumers again.
     *
     * @param wanted position the producer wants to write up to
     * @return position it may write up to; never less than an earlier answer
     */
    long limit(long wanted);
}
