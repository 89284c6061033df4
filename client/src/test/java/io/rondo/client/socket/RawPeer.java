package io.rondo.client.socket;

import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.control.Outcome;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Calls;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Reject;
import io.rondo.codecs.session.SessionDecoder;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.Terms;
import io.rondo.codecs.session.Welcome;
import io.rondo.codecs.sofh.SofhDeframer;
import io.rondo.core.buffer.SegmentBuffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** A peer that writes frames as a test determines, over a plain socket. For one thread. */
final class RawPeer implements AutoCloseable {
    private final SocketChannel channel;
    private final SofhDeframer deframer = new SofhDeframer(1 << 20);
    private final SessionEncoder encoder = new SessionEncoder();
    private final byte[] frame = new byte[1 << 20];
    private final SegmentBuffer view = new SegmentBuffer(MemorySegment.ofArray(frame));
    private final SegmentBuffer incoming = new SegmentBuffer();
    private final Received received = new Received();
    private final SessionDecoder decoder = new SessionDecoder(received);

    private RawPeer(SocketChannel channel) {
        this.channel = channel;
    }

    static RawPeer connect(Path directory, String name) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(directory.resolve(name + ".sock")));
            return new RawPeer(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The Hello of a new publisher. */
    static Hello publisher(String channel, long id) {
        return hello(channel, Role.PUBLISHER, id, 0, 1, 0);
    }

    /** The Hello of a reconnecting publisher. */
    static Hello resumed(String channel, long id, long ownerId, long nextSequence) {
        return hello(channel, Role.PUBLISHER, id, ownerId, nextSequence, 0);
    }

    /** The Hello of a subscriber. */
    static Hello subscriber(String channel, long id, long credit) {
        return hello(channel, Role.SUBSCRIBER, id, 0, 0, credit);
    }

    /** The Hello of a subscriber of a work queue. */
    static Hello worker(String channel) {
        return new Hello(1, 0, 0, 0, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER, null, false,
                new Terms(ChannelKind.WORK, null, null, null, null, null, null), channel);
    }

    /** The Hello of a responder. */
    static Hello responder(String service) {
        return new Hello(1, 0, 0, 0, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER, null, false,
                new Terms(ChannelKind.SERVICE, null, null, null, null, null, null), service);
    }

    /** The Hello of an observer. */
    static Hello observer(String channel) {
        return hello(channel, Role.OBSERVER, 0, 0, 0, 0);
    }

    static Hello hello(String channel, Role role, long id, long ownerId, long nextSequence, long credit) {
        return new Hello(id, ownerId, nextSequence, credit, SessionEncoder.PROTOCOL_VERSION, role, null, ownerId != 0,
                Terms.NONE, channel);
    }

    /** Sends Hello and returns the Welcome. */
    Welcome greet(Hello hello) throws IOException {
        send(hello);
        return expect(Welcome.class);
    }

    void send(Hello hello) throws IOException {
        write(encoder.hello(view, 0, hello));
    }

    void send(Bye bye) throws IOException {
        write(encoder.bye(view, 0, bye));
    }

    void ack(long confirmed, long credit) throws IOException {
        write(encoder.ack(view, 0, confirmed, credit));
    }

    void workCredit(long limit) throws IOException {
        write(encoder.work().credit(view, 0, limit));
    }

    void settle(long lease, Outcome outcome, long delayNanos) throws IOException {
        write(encoder.work().settle(view, 0, lease, outcome, delayNanos));
    }

    void lookAhead() throws IOException {
        write(encoder.work().lookAhead(view, 0));
    }

    void enquire(long token) throws IOException {
        write(encoder.enquiry(view, 0, token));
    }

    /** Sends a message that holds a number. */
    void data(long sequence, long number) throws IOException {
        int header = encoder.dataHeader(view, 0, sequence, Long.BYTES);
        view.putLong(header, number);
        write(header + Long.BYTES);
    }

    /** Sends a message of zeroes. */
    void zeroes(long sequence, int length) throws IOException {
        int header = encoder.dataHeader(view, 0, sequence, length);
        view.setMemory(header, length, (byte) 0);
        write(header + length);
    }

    private void write(int length) throws IOException {
        send(frame, 0, length);
    }

    void send(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Encodes a Hello. */
    static byte[] bytes(Hello hello) {
        byte[] bytes = new byte[SessionEncoder.MAX_CONTROL_FRAME_LENGTH];
        int length = new SessionEncoder().hello(new SegmentBuffer(MemorySegment.ofArray(bytes)), 0, hello);
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** The next message; null at the end of the connection. */
    Object next() throws IOException {
        while (received.all().isEmpty()) {
            deframer.reserve(1 << 14);
            ByteBuffer room = ByteBuffer.wrap(deframer.array(), deframer.writeIndex(), 1 << 14);
            int count;
            try {
                count = channel.read(room);
            } catch (IOException e) {
                // The owner closed the connection with unread bytes.
                return null;
            }
            if (count < 0) {
                return null;
            }
            deframer.wrote(count);
            deframer.drain((buffer, offset, length, type) -> {
                incoming.wrap(buffer);
                return decoder.decode(incoming, offset, length, type);
            });
        }
        return received.all().removeFirst();
    }

    /** The next message of a type. Skips others. */
    <T> T expect(Class<T> type) throws IOException {
        Object message = next();
        while (message != null && !type.isInstance(message)) {
            if (message instanceof Reject || message instanceof Bye) {
                break;
            }
            message = next();
        }
        if (!type.isInstance(message)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", but got " + message);
        }
        return type.cast(message);
    }

    Bye expectBye() throws IOException {
        Object message = next();
        while (message != null && !(message instanceof Bye)) {
            message = next();
        }
        return (Bye) message;
    }

    /** Waits for the end of the connection. */
    void expectEnd() throws IOException {
        Object message = next();
        while (message != null) {
            message = next();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A received Data frame. */
    record Data(long sequence, int length, long number) {}

    /** Keeps the numbers of messages. */
    private static final class Received extends Calls {
        @Override
        public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
            return all().add(new RawPeer.Data(sequence, length, length >= Long.BYTES ? buffer.getLong(offset) : 0));
        }
    }
}
