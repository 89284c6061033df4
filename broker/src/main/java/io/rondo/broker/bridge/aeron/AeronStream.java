package io.rondo.broker.bridge.aeron;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.driver.Configuration;
import io.aeron.driver.DefaultNameResolver;
import io.aeron.driver.NameResolver;
import io.aeron.driver.media.UdpChannel;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.LogBufferDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.SystemUtil;

/**
 * An Aeron channel and a stream of it, checked. Aeron's UDP has no authentication: an address beyond loopback is refused
 * unless the URI names the interface to use. Immutable.
 *
 * @param uri URI of the channel
 * @param id of the stream
 * @param destinations URIs of the destinations of a channel with {@code control-mode=manual}; empty for others
 */
public record AeronStream(String uri, int id, List<String> destinations) {
    private static final String INTERFACE = CommonContext.INTERFACE_PARAM_NAME;
    /** With that of UDP. */
    private static final int IPV4_HEADERS = 28;
    private static final int IPV6_HEADERS = 48;
    private static final String LOCALHOST = "localhost";
    /** Resolves addresses and {@code localhost} only; Aeron reports other names as unknown. */
    private static final NameResolver LITERALS = (name, _, _) -> literal(name);
    /** How the messages of Aeron begin when an interface does not exist, or is down. */
    private static final List<String> NO_INTERFACE = List.of("Unable to find multicast or loopback interface",
            "unknown interface");

    /**
     * Checks the URIs, and resolves no names: a name server that does not answer would hold the caller up.
     * {@link #requireUsable} does.
     *
     * @throws IllegalArgumentException if one is malformed, or its address is not of this host; the message has the reason and
     *         the remedy
     */
    public AeronStream {
        destinations = List.copyOf(destinations);
        ChannelUri channel = check(uri, false, false);
        boolean manual = CommonContext.MDC_CONTROL_MODE_MANUAL.equals(
                channel.get(CommonContext.MDC_CONTROL_MODE_PARAM_NAME));
        if (manual == destinations.isEmpty()) {
            throw invalid(uri, manual
                    ? "has control-mode=manual and no destination: give the destinations, or leave control-mode out"
                    : "has destinations, which only control-mode=manual uses: add it, or leave the destinations out");
        }
        destinations.forEach(destination -> check(destination, true, false));
    }

    /**
     * Resolves names, which may wait for a name server, and checks that the hosts and interfaces can be found now.
     *
     * @throws IllegalArgumentException if one cannot, or leaves this host; the message has the reason and the remedy
     */
    public void requireUsable() {
        check(uri, false, true);
        destinations.forEach(destination -> check(destination, true, true));
    }

    /**
     * Checks that the network interfaces take the packets that are sent, of which the operating system would make fragments.
     *
     * @throws IllegalArgumentException if one takes shorter ones; the message has the remedy
     */
    public void requireFitting() {
        Stream.concat(Stream.of(uri), destinations.stream()).filter(each -> ChannelUri.parse(each).isUdp())
                .forEach(each -> requireFitting(each, !each.equals(uri)));
    }

    private void requireFitting(String address, boolean destination) {
        try {
            UdpChannel channel = UdpChannel.parse(address, DefaultNameResolver.INSTANCE, destination);
            NetworkInterface network = network(channel);
            if (network != null) {
                requireFitting(headers(channel), network.getName(), network.getMTU());
            }
        } catch (SocketException e) {
            // The interface has gone, which Aeron reports.
        }
    }

    /** Returns the interface that the URI names; null if it names none. */
    static NetworkInterface network(UdpChannel channel) throws SocketException {
        // Aeron has the interface itself of multicast only.
        return channel.localInterface() == null
                ? NetworkInterface.getByInetAddress(channel.localData().getAddress())
                : channel.localInterface();
    }

    /** Returns the bytes of a packet's headers of IP and UDP. */
    static int headers(UdpChannel channel) {
        return channel.protocolFamily() == StandardProtocolFamily.INET6 ? IPV6_HEADERS : IPV4_HEADERS;
    }

    /** Checks the length of packets with headers of a length for an interface that takes packets of a length. */
    void requireFitting(int headers, String network, int longest) {
        String stated = ChannelUri.parse(uri).get(CommonContext.MTU_LENGTH_PARAM_NAME);
        long packet = headers + (stated == null
                ? Configuration.mtuLength()
                : SystemUtil.parseSize(CommonContext.MTU_LENGTH_PARAM_NAME, stated));
        if (packet > longest) {
            int fitting = (longest - headers) / FrameDescriptor.FRAME_ALIGNMENT * FrameDescriptor.FRAME_ALIGNMENT;
            throw invalid(uri, "sends packets of " + packet + " bytes, and interface " + network + " takes " + longest
                    + ": add |mtu=" + fitting + ", or less if the path takes shorter packets");
        }
    }

    /** A stream of a channel without destinations. */
    public AeronStream(String uri, int id) {
        this(uri, id, List.of());
    }

    private static InetAddress literal(String name) {
        try {
            return name.equals(LOCALHOST) ? InetAddress.getByName(LOCALHOST) : InetAddress.ofLiteral(name);
        } catch (IllegalArgumentException | UnknownHostException e) {
            return null;
        }
    }

    private static ChannelUri check(String uri, boolean destination, boolean found) {
        ChannelUri channel;
        try {
            channel = ChannelUri.parse(uri);
            checkLengths(channel);
        } catch (IllegalArgumentException | IllegalStateException | AeronException e) {
            throw invalid(uri, "is invalid: " + reason(e)
                    + ": the form is aeron:udp?endpoint=HOST:PORT, with more parameters after |");
        }
        if (channel.isUdp()) {
            checkAddresses(uri, channel, destination, found);
        } else if (!channel.isIpc() || destination) {
            throw invalid(uri, "has the media " + channel.media() + ": use udp" + (destination ? "" : " or ipc"));
        }
        return channel;
    }

    private static void checkLengths(ChannelUri channel) {
        String mtu = channel.get(CommonContext.MTU_LENGTH_PARAM_NAME);
        if (mtu != null) {
            long length = SystemUtil.parseSize(CommonContext.MTU_LENGTH_PARAM_NAME, mtu);
            Configuration.validateMtuLength((int) Math.min(length, Integer.MAX_VALUE));
        }
        String term = channel.get(CommonContext.TERM_LENGTH_PARAM_NAME);
        if (term != null) {
            long length = SystemUtil.parseSize(CommonContext.TERM_LENGTH_PARAM_NAME, term);
            LogBufferDescriptor.checkTermLength((int) Math.min(length, Integer.MAX_VALUE));
        }
    }

    private static void checkAddresses(String uri, ChannelUri channel, boolean destination, boolean found) {
        UdpChannel resolved;
        try {
            resolved = UdpChannel.parse(uri, found ? DefaultNameResolver.INSTANCE : LITERALS, destination);
        } catch (AeronException e) {
            if (!found && isUnknown(e)) {
                return;
            }
            throw invalid(uri, "cannot be used: " + reason(e)
                    + ": check the host, the port and the interface");
        }
        if (channel.containsKey(INTERFACE)) {
            return;
        }
        requireLoopback(uri, "endpoint", resolved.hasExplicitEndpoint() ? resolved.remoteData() : null);
        requireLoopback(uri, "control", resolved.hasExplicitControl() ? resolved.localControl() : null);
    }

    private static void requireLoopback(String uri, String parameter, InetSocketAddress address) {
        if (address != null && !address.getAddress().isLoopbackAddress()) {
            throw invalid(uri, "leaves this host: the " + parameter + " " + address.getAddress().getHostAddress()
                    + " is no loopback address, and Aeron's UDP has no authentication: add |interface=ADDRESS/BITS of a"
                    + " network that only trusted hosts reach, or use a tunnel");
        }
    }

    private static IllegalArgumentException invalid(String uri, String problem) {
        return new IllegalArgumentException("Aeron channel " + uri + " " + problem);
    }

    /** Returns whether a host or an interface cannot be found now. */
    private static boolean isUnknown(AeronException failure) {
        Throwable root = root(failure);
        return root instanceof UnknownHostException || NO_INTERFACE.stream().anyMatch(reason(failure)::startsWith);
    }

    /** Returns the reason without Aeron's wrappers and prefixes. */
    private static String reason(Throwable failure) {
        return AeronErrors.message(root(failure));
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Returns whether another stream has the same id on the same channel; parameters beside the addresses do not count. */
    public boolean isSameAs(AeronStream other) {
        return id == other.id && place().equals(other.place());
    }

    /** Addresses, so that {@code localhost} and 127.0.0.1 are the same place. Other names stay as they are. */
    private String place() {
        return ChannelUri.parse(uri).isIpc()
                ? CommonContext.IPC_MEDIA
                : addresses(uri, false)
                        + destinations.stream().map(destination -> addresses(destination, true)).toList();
    }

    private static String addresses(String uri, boolean destination) {
        UdpChannel channel;
        try {
            channel = UdpChannel.parse(uri, LITERALS, destination);
        } catch (AeronException e) {
            // A name, or an interface that cannot be found now.
            ChannelUri text = ChannelUri.parse(uri);
            return text.get(CommonContext.ENDPOINT_PARAM_NAME, "")
                    + " control " + text.get(CommonContext.MDC_CONTROL_PARAM_NAME, "");
        }
        return (channel.hasExplicitEndpoint() ? numeric(channel.remoteData()) : "")
                + (channel.hasExplicitControl() ? " control " + numeric(channel.localControl()) : "");
    }

    private static String numeric(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Returns the addresses that the URIs name as receivers. */
    public List<String> receivers() {
        return Stream.concat(Stream.of(uri), destinations.stream()).map(ChannelUri::parse)
                .map(channel -> channel.get(CommonContext.ENDPOINT_PARAM_NAME)).filter(Objects::nonNull).toList();
    }
}
