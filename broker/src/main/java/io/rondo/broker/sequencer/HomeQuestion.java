package io.rondo.broker.sequencer;

/**
 * A question of a copy to its home: what it has recorded, after it has registered a producer id.
 *
 * @param number increasing
 * @param producerId from 1
 */
public record HomeQuestion(long number, long producerId) {
    /** No question. */
    public static final HomeQuestion NONE = new HomeQuestion(0, 0);
}
