package io.rondo.core.testkit;

import io.rondo.core.ring.Liveness;
import java.util.HashSet;
import java.util.Set;

/** Who lives, as the test says. */
public final class StubLiveness implements Liveness {
    private final Set<Integer> alive = new HashSet<>();
    private final Set<Integer> freed = new HashSet<>();
    private Runnable onQuestion = () -> {};

    /**
     * Says who lives; all others are dead.
     *
     * @param slots of the living
     * @return this
     */
    public StubLiveness alive(int... slots) {
        alive.clear();
        for (int slot : slots) {
            alive.add(slot);
        }
        return this;
    }

    /**
     * Does something while a question is being answered.
     *
     * @param action what happens before each answer
     */
    public void onQuestion(Runnable action) {
        onQuestion = action;
    }

    /**
     * Who was freed.
     *
     * @return the slots
     */
    public Set<Integer> freed() {
        return freed;
    }

    @Override
    public boolean isAlive(int slot) {
        onQuestion.run();
        return alive.contains(slot);
    }

    @Override
    public boolean freeIfDead(int slot) {
        onQuestion.run();
        return !alive.contains(slot) && freed.add(slot);
    }
}
