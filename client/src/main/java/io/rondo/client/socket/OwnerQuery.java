package io.rondo.client.socket;

import io.rondo.client.AccessException;
import io.rondo.client.Buffers;
import io.rondo.client.RondoException;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.codecs.control.RejectCode;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionHandler;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.codecs.sofh.SofhHeader;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * An observer's session: asks an owner for its channel's settings and participant counts. Needs no event loop. Confined
 * to one thread.
 */
final class OwnerQuery implements SessionHandler, AutoCloseable {
    private static final long TOKEN = 1;

    private final String channel;
    private final SocketChannel socket;
    private final Selector selector;
    private final SofhDeframer deframer = new SofhDeframer(
            SessionEncoder.MAX_CONTROL_FRAME_LENGTH - SofhHeader.LENGTH);
    private final SessionDecoder decoder = new SessionDecoder(this);
    private final SessionEncoder encoder = new SessionEncoder();
    private Welcome welcome;
    private ParticipantCounts counts;

    /**
     * Connects.
     *
     * @throws IOException if no owner listens, or it denies this user
     */
    OwnerQuery(String channel, Path path) throws IOException {
        this.channel = channel;
        socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // A stopped owner's queue may be full. A blocking connect(2) would then wait.
            socket.configureBlocking(false);
            socket.connect(UnixDomainSocketAddress.of(path));
            selector = Selector.open();
            socket.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Welcome welcome() {
        return welcome;
    }

    ParticipantCounts participantCounts() {
        return counts;
    }

    /**
     * Asks, and waits for the answers.
     *
     * @throws RondoException if the owner rejects this process
     * @throws IOException if the owner does not answer in time, or closes
     */
    void ask(long deadline) throws IOException {
        Hello hello = new Hello(0, 0, 0, 0, SessionEncoder.PROTOCOL_VERSION, Role.OBSERVER, null, false, Terms.NONE,
                channel);
        MutableDirectBuffer buffer = Buffers.wrap(new byte[SessionEncoder.MAX_CONTROL_FRAME_LENGTH]);
        write(buffer, encoder.hello(buffer, 0, hello));
        while (welcome == null) {
            read(deadline);
        }
        write(buffer, encoder.enquiry(buffer, 0, TOKEN));
        while (counts == null) {
            read(deadline);
        }
    }

    /** The new socket's buffer has space for all frames sent here. */
    private void write(DirectBuffer frame, int length) throws IOException {
        byte[] bytes = new byte[length];
        frame.getBytes(0, bytes);
        if (socket.write(ByteBuffer.wrap(bytes)) < length) {
            throw new IOException("does not accept data");
        }
    }

    private void read(long deadline) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("does not answer");
        }
        selector.selectedKeys().clear();
        int room = deframer.reserve(SessionEncoder.MAX_CONTROL_FRAME_LENGTH);
        int count = socket.read(ByteBuffer.wrap(deframer.array(), deframer.writeIndex(), room));
        if (count < 0) {
            throw new EOFException("closed the connection without an answer");
        }
        deframer.wrote(count);
        deframer.drain((bytes, offset, length, encodingType) -> decoder.decode(Buffers.wrap(bytes), offset, length,
                encodingType));
    }

    @Override
    public void onWelcome(Welcome terms) {
        welcome = terms;
    }

    @Override
    public void onReject(Reject reject) {
        throw reject.code() == RejectCode.NOT_ALLOWED
                ? new AccessException(reject.text())
                : new RondoException("channel " + channel + ": its owner rejected the query: " + reject.text());
    }

    @Override
    public void onParticipants(long token, int producers, int consumers) {
        counts = new ParticipantCounts(producers, consumers);
    }

    @Override
    public void onBye(Bye bye) {
        throw new RondoException("channel " + channel + ": its owner is closing");
    }

    /** An observer closes without a Bye. */
    @Override
    public void close() throws IOException {
        selector.close();
        socket.close();
    }
}
