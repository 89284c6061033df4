package io.rondo.core.layout;

/** What a participant counts in its slot; the order is part of the layout. */
public enum Counter {
    /** Messages published or delivered. */
    MESSAGES,
    /** Times a publish found the channel full. */
    BACK_PRESSURED,
    /** Times it went to sleep in the kernel. */
    PARKS,
    /** Times it woke the other side. */
    WAKES,
    /** Records of dead producers that a consumer turned into padding. */
    RECOVERED,
    /** Messages a consumer lost because it was too slow. */
    LOST,
    /** Consumers a topic's producer evicted because they held it up. */
    EVICTIONS
}
