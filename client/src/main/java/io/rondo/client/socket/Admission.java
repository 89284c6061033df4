package io.rondo.client.socket;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who may connect: the owner's own user, and the users and groups it was told. The kernel says who a peer is ({@code SO_PEERCRED},
 * unix(7)), as it was when it connected.
 *
 * @param socket the owner's socket file, which belongs to the owner's user
 * @param uids further users
 * @param gids groups; a peer's effective group counts, and its supplementary ones where epoll is used
 */
record Admission(Path socket, Set<Integer> uids, Set<Integer> gids) {
    /** What the kernel knows of no process. */
    private static final int NO_PID = 0;

    /**
     * Who a peer is.
     *
     * @param allowed whether it may connect
     * @param name for messages
     * @param pid its process; {@link #NO_PID} if that is not known
     */
    record Peer(boolean allowed, String name, int pid, int uid) {}

    Peer check(Channel channel) throws IOException {
        return channel instanceof EpollDomainSocketChannel epoll
                ? check(epoll.peerCredentials())
                : check(channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED)));
    }

    private Peer check(PeerCredentials peer) throws IOException {
        boolean allowed = peer.uid() == ownUid() || uids.contains(peer.uid());
        for (int gid : peer.gids()) {
            allowed |= gids.contains(gid);
        }
        return new Peer(allowed, "uid " + Integer.toUnsignedString(peer.uid()), peer.pid(), peer.uid());
    }

    private Peer check(UnixDomainPrincipal peer) throws IOException {
        UserPrincipalLookupService lookup = socket.getFileSystem().getUserPrincipalLookupService();
        UserPrincipal own = Files.getOwner(socket);
        boolean allowed = peer.user().equals(own);
        for (int uid : uids) {
            allowed |= peer.user().equals(lookup.lookupPrincipalByName(Integer.toUnsignedString(uid)));
        }
        for (int gid : gids) {
            allowed |= peer.group().equals(lookup.lookupPrincipalByGroupName(Integer.toUnsignedString(gid)));
        }
        return new Peer(allowed, "user " + peer.user().getName(), NO_PID, ownUid());
    }

    private int ownUid() throws IOException {
        return (int) Files.getAttribute(socket, "unix:uid");
    }
}
