package io.rondo.core.wait;

/** What a participant waits for. */
@FunctionalInterface
public interface Condition {
    /**
     * Looks once.
     *
     * @return whether there is something to do
     */
    boolean holds();
}
