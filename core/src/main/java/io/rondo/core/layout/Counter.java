package io.rondo.core.layout;

/** The counters in a participant's slot. Their order is part of the layout. */
public enum Counter {
    /** Messages published or delivered. */
    MESSAGES,
    /** Times that a claim found the channel full. */
    BACK_PRESSURED,
    /** Times that the participant slept in the kernel. */
    PARKS,
    /** Times that the participant woke the other side. */
    WAKES,
    /** Claims of dead producers that a consumer skipped. */
    RECOVERED,
    /** Messages that a slow consumer lost. */
    LOST,
    /** Consumers that a topic's producer evicted. */
    EVICTIONS,
    /** Messages that a work queue's consumer returned. */
    RETURNED,
    /** Messages that a work queue's consumer took over from a dead or late one. */
    TAKEN_OVER,
    /** Acknowledgements and returns of a work queue's consumer that came too late. */
    LEASES_LOST,
    /** Messages that a work queue's consumer took after their last delivery. */
    DEAD_LETTERS
}
