package io.rondo.core.testkit;

import io.rondo.core.ring.ParticipantLiveness;
import java.util.HashSet;
import java.util.Set;

/** Participants that are alive or dead as the test determines. */
public final class StubLiveness implements ParticipantLiveness {
    private final Set<Integer> alive = new HashSet<>();
    private final Set<Integer> freed = new HashSet<>();
    private Runnable onQuestion = () -> {};

    /** Sets the live participants; all others are dead. */
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

    /** Returns the slots that were freed. */
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
