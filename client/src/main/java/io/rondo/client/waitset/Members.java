package io.rondo.client.waitset;

import io.rondo.core.wait.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The members of a wait set, by falling priority. Immutable but for the turns, so that a handler may replace it during a
 * poll. For the thread of the set.
 */
final class Members implements Condition {
    static final Members NONE = new Members(List.of());

    private final List<Member> all;
    /** The members of each priority. */
    private final Member[][] levels;
    /** The member of each level that is first in the next turn. */
    private final int[] turns;

    private Members(List<Member> sorted) {
        all = sorted;
        levels = sorted.stream().mapToInt(Member::priority).distinct()
                .mapToObj(priority -> sorted.stream().filter(member -> member.priority() == priority)
                        .toArray(Member[]::new))
                .toArray(Member[][]::new);
        turns = new int[levels.length];
    }

    Members with(Member added) {
        List<Member> members = new ArrayList<>(all);
        members.add(added);
        members.sort(Comparator.comparingInt(Member::priority).reversed());
        return new Members(List.copyOf(members));
    }

    Members without(Member removed) {
        return new Members(all.stream().filter(member -> member != removed).toList());
    }

    List<Member> all() {
        return all;
    }

    int levels() {
        return levels.length;
    }

    /** Returns the members of a level, of which {@link #turn} is the first. Not to be changed. */
    Member[] level(int level) {
        return levels[level];
    }

    /** Returns the index of the member that is first in this turn. */
    int turn(int level) {
        return turns[level];
    }

    /** Sets the index of the member that is first in the next turn. */
    void turn(int level, int first) {
        turns[level] = first;
    }

    @Override
    public boolean holds() {
        for (Member[] level : levels) {
            for (Member member : level) {
                if (member.isReady()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void beforeSleep() {
        for (Member member : all) {
            member.beforeSleep();
        }
    }

    @Override
    public long maxSleepNanos() {
        long shortest = MAX_SLEEP_NANOS;
        for (Member member : all) {
            shortest = Math.min(shortest, member.maxSleepNanos());
        }
        return shortest;
    }
}
