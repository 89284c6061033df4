package io.rondo.broker.access;

import java.util.Set;

/**
 * The users that have rights to a topic besides the broker's own, which has all. Immutable.
 *
 * @param publishUids users that may publish
 * @param publishGids groups that may publish
 * @param subscribeUids users that may subscribe
 * @param subscribeGids groups that may subscribe
 */
public record AccessRule(Set<Integer> publishUids, Set<Integer> publishGids, Set<Integer> subscribeUids,
        Set<Integer> subscribeGids) {
    /** No other user has a right. */
    public static final AccessRule NONE = new AccessRule(Set.of(), Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    public AccessRule {
        publishUids = Set.copyOf(publishUids);
        publishGids = Set.copyOf(publishGids);
        subscribeUids = Set.copyOf(subscribeUids);
        subscribeGids = Set.copyOf(subscribeGids);
    }

    /** Returns whether no other user has a right. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Returns whether a user has a right, by its uid or one of its groups. */
    boolean allows(Right right, int uid, Set<Integer> gids) {
        Set<Integer> uids = right == Right.PUBLISH ? publishUids : subscribeUids;
        Set<Integer> groups = right == Right.PUBLISH ? publishGids : subscribeGids;
        return uids.contains(uid) || gids.stream().anyMatch(groups::contains);
    }
}
