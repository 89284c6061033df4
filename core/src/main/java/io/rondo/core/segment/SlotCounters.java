package io.rondo.core.segment;

/**
 * The counters of the participant that has a slot now or had it last.
 *
 * @param role its role
 * @param slot its slot
 * @param incarnation differs between all participants of a slot
 * @param info its figures; of a former participant only the counters have a meaning
 */
public record SlotCounters(Role role, int slot, long incarnation, ParticipantInfo info) {}
