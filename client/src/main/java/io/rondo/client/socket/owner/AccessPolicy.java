package io.rondo.client.socket.owner;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.core.os.PeerCredentials;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.HashSet;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Decides which peers may connect: processes of the owner's user, and of the configured users and groups. The kernel
 * reports a peer's credentials as of its connect(2) ({@code SO_PEERCRED}, unix(7)).
 *
 * @param anyUser whether all users are allowed
 * @param uids allowed users besides the owner's
 * @param gids allowed groups; compared with a peer's effective group, not with its supplementary groups
 */
record AccessPolicy(boolean anyUser, Set<Integer> uids, Set<Integer> gids) {
    /** No process has this pid. */
    private static final int NO_PID = 0;
    private static final int OWN_UID = (int) SocketDirectory.uid();

    /**
     * The decision on one peer.
     *
     * @param allowed whether it may connect
     * @param name for messages
     * @param pid its process; {@link #NO_PID} if unknown
     * @param uid its user
     * @param gids its groups, as far as they are known
     */
    record Decision(boolean allowed, String name, int pid, int uid, Set<Integer> gids) {}

    Decision check(Channel channel) throws IOException {
        if (anyUser && channel instanceof EpollDomainSocketChannel epoll) {
            PeerCredentials peer = PeerCredentials.of(epoll.fd().intValue());
            return new Decision(true, name(peer.uid()), peer.pid(), peer.uid(), peer.gids());
        }
        return channel instanceof EpollDomainSocketChannel epoll
                ? check(epoll.peerCredentials())
                : check(channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED)));
    }

    private static String name(int uid) {
        return "uid " + Integer.toUnsignedString(uid);
    }

    private Decision check(io.netty.channel.unix.PeerCredentials peer) {
        boolean allowed = isAllowed(peer.uid());
        Set<Integer> groups = new HashSet<>();
        for (int gid : peer.gids()) {
            groups.add(gid);
            allowed |= gids.contains(gid);
        }
        return new Decision(allowed, name(peer.uid()), peer.pid(), peer.uid(), groups);
    }

    private boolean isAllowed(int uid) {
        return anyUser || uid == OWN_UID || uids.contains(uid);
    }

    private Decision check(UnixDomainPrincipal peer) throws IOException {
        UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        boolean allowed = is(peer.user(), OWN_UID, lookup);
        int uid = OWN_UID;
        // The JDK reports names, not ids. Its hash code is the uid in practice, which the lookup verifies.
        int guess = peer.user().hashCode();
        boolean known = is(peer.user(), guess, lookup);
        if (known) {
            uid = guess;
            allowed |= isAllowed(uid);
        }
        for (int id : uids) {
            allowed |= is(peer.user(), id, lookup);
        }
        for (int gid : gids) {
            allowed |= peer.group().equals(lookup.lookupPrincipalByGroupName(Integer.toUnsignedString(gid)));
        }
        String name = peer.user().getName();
        return new Decision(allowed && (known || !anyUser), known ? name(uid) : "user " + name, NO_PID, uid, Set.of());
    }

    private static boolean is(UserPrincipal user, int uid, UserPrincipalLookupService lookup) throws IOException {
        try {
            return user.equals(lookup.lookupPrincipalByName(Integer.toUnsignedString(uid)));
        } catch (UserPrincipalNotFoundException e) {
            // The JDK parses uids only up to 2^31.
            return false;
        }
    }
}
