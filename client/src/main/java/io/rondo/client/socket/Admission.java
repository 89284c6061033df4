package io.rondo.client.socket;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who may connect: the owner's own user, and the users and groups it was told. The kernel says who a peer is ({@code
 * SO_PEERCRED}, unix(7)), as it was when it connected.
 *
 * @param uids users besides the owner's
 * @param gids groups; a peer's effective group counts, not its supplementary ones
 */
record Admission(Set<Integer> uids, Set<Integer> gids) {
    /** What the kernel knows of no process. */
    private static final int NO_PID = 0;
    private static final int OWN_UID = (int) SocketDirectory.uid();

    /**
     * Who a peer is.
     *
     * @param allowed whether it may connect
     * @param name for messages
     * @param pid its process; {@link #NO_PID} if that is not known
     * @param uid its user
     */
    record Peer(boolean allowed, String name, int pid, int uid) {}

    Peer check(Channel channel) throws IOException {
        return channel instanceof EpollDomainSocketChannel epoll
                ? check(epoll.peerCredentials())
                : check(channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED)));
    }

    private Peer check(PeerCredentials peer) {
        boolean allowed = isAllowed(peer.uid());
        for (int gid : peer.gids()) {
            allowed |= gids.contains(gid);
        }
        return new Peer(allowed, "uid " + Integer.toUnsignedString(peer.uid()), peer.pid(), peer.uid());
    }

    private boolean isAllowed(int uid) {
        return uid == OWN_UID || uids.contains(uid);
    }

    private Peer check(UnixDomainPrincipal peer) throws IOException {
        UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        boolean allowed = is(peer.user(), OWN_UID, lookup);
        int uid = OWN_UID;
        // The JDK gives names. Whatever number it hashes a user by is tried first: in practice that is the uid.
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
        return new Peer(allowed, known ? "uid " + Integer.toUnsignedString(uid) : "user " + name, NO_PID, uid);
    }

    private static boolean is(UserPrincipal user, int uid, UserPrincipalLookupService lookup) throws IOException {
        try {
            return user.equals(lookup.lookupPrincipalByName(Integer.toUnsignedString(uid)));
        } catch (UserPrincipalNotFoundException e) {
            // The JDK reads uids up to 2^31 only.
            return false;
        }
    }
}
