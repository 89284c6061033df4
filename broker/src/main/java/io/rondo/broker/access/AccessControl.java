package io.rondo.broker.access;

import io.rondo.client.AccessException;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which connected users may publish to a topic or subscribe to it, logs denials and counts them. The broker's own user
 * may do everything. Thread-safe.
 */
public final class AccessControl {
    private static final System.Logger LOG = System.getLogger("io.rondo.broker");
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LOGGED_PER_INTERVAL = 10;

    private final int ownUid;
    private volatile Function<String, AccessRule> rules;
    /** Guarded by this. */
    private long denials;
    /** Guarded by this. */
    private long intervalBegan = System.nanoTime();
    /** Guarded by this. */
    private int deniedInInterval;

    /**
     * Creates the control.
     *
     * @param ownUid uid of the broker
     * @param rules returns which other users have rights to a topic
     */
    public AccessControl(int ownUid, Function<String, AccessRule> rules) {
        this.ownUid = ownUid;
        this.rules = rules;
    }

    /** Replaces the rules. */
    public void rules(Function<String, AccessRule> changed) {
        rules = changed;
    }

    /** Returns whether a user has a right to a topic. */
    public boolean isAllowed(String topic, Right right, int uid, Set<Integer> gids) {
        return uid == ownUid || rules.apply(topic).allows(right, uid, gids);
    }

    /**
     * Refuses a user that has none of some rights.
     *
     * @param topic the name
     * @param needed one of these is enough
     * @param uid of the user
     * @param gids its groups
     * @throws AccessException if the user has none of them; the message names uid, topic, right and remedy
     */
    public void require(String topic, Set<Right> needed, int uid, Set<Integer> gids) {
        if (needed.stream().noneMatch(right -> isAllowed(topic, right, uid, gids))) {
            throw new AccessException(deny(topic, needed, uid));
        }
    }

    /**
     * Refuses every user but that of the broker and root.
     *
     * @param uid of the user
     * @throws AccessException if it is another one
     */
    public void requireOwner(int uid) {
        if (uid != ownUid && uid != 0) {
            String message = "uid " + Integer.toUnsignedString(uid)
                    + " may not ask for the status of this broker: run as"
                    + " uid " + Integer.toUnsignedString(ownUid);
            log(message);
            throw new AccessException(message);
        }
    }

    /**
     * Counts and logs that a user is denied.
     *
     * @param topic the name
     * @param needed the rights, one of which is missing
     * @param uid of the user
     * @return the message, with the remedy
     */
    public String deny(String topic, Set<Right> needed, int uid) {
        String rights = EnumSet.copyOf(needed).stream().map(Right::text).collect(Collectors.joining(" or "));
        String keys = EnumSet.copyOf(needed).stream().map(right -> "access." + right.text() + "-uids")
                .collect(Collectors.joining(" or "));
        String message = "topic " + topic + ": uid " + Integer.toUnsignedString(uid) + " has no right to " + rights
                + ": run as uid " + Integer.toUnsignedString(ownUid) + ", or add the uid to " + keys
                + " of the topic in the broker's configuration";
        log(message);
        return message;
    }

    /** Counts a denial. Logs the first ones of each second, so that a client cannot fill the log. */
    private synchronized void log(String message) {
        denials++;
        long now = System.nanoTime();
        if (now - intervalBegan >= INTERVAL_NANOS) {
            if (deniedInInterval > LOGGED_PER_INTERVAL) {
                LOG.log(Level.WARNING, "{0} further requests and connections were denied",
                        deniedInInterval - LOGGED_PER_INTERVAL);
            }
            intervalBegan = now;
            deniedInInterval = 0;
        }
        deniedInInterval++;
        if (deniedInInterval <= LOGGED_PER_INTERVAL) {
            LOG.log(Level.WARNING, "denied: {0}", message);
        }
    }

    /** Returns the number of requests and connections that were denied. */
    public synchronized long denials() {
        return denials;
    }
}
